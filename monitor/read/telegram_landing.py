"""What Telegram shows in the place of a channel's messages: the page that invites to open it in the app.

It stands for a name that nobody has, for groups and people, and for channels of which there is no preview (withheld
for politics, copyright or age): these are there, and the app shows them.
"""

import re
from typing import Any

from lxml import etree

from monitor.model import Reading, State
from monitor.read import markup
from monitor.text.normalise import clean

_LANDING = etree.XPath("boolean(//*[contains(concat(' ', @class, ' '), ' tgme_page ')])")
_SAID = etree.XPath("//*[contains(@class, 'tgme_page_description')]")
_COUNTED = etree.XPath("//*[contains(@class, 'tgme_page_extra')]")
_WITHHELD = re.compile(r"(?i)can(?:['’]t|not) be displayed|was banned|violated|due to copyright|is unavailable")
_JOINED = re.compile(r"(?i)\bview and join\b")
_SUBSCRIBED = re.compile(r"(?i)\bsubscribers?\b")


def is_landing(root: Any) -> bool:
    """Whether a page is such an invitation."""
    return bool(_LANDING(root))


def without_messages(preview: str, root: Any | None = None) -> Reading:
    """The state of a source whose preview is not there, by what the landing page says, where that was read."""
    said = _first(_SAID, root)
    told = f" (Telegram says: “{said[:120]}”)" if said else ""
    counted = _first(_COUNTED, root)
    if _SUBSCRIBED.search(counted) or _WITHHELD.search(said) or (_JOINED.search(said) and not counted):
        size = f", with {counted[:40]}," if counted else ""
        return Reading(
            State.NO_PERMISSION, f"the channel{size} is restricted: Telegram shows no preview of it in a browser{told}"
        )
    other = f": what is there has {counted[:40]}" if counted else ""
    return Reading(State.PAGE_GONE, f"{preview} shows no messages: no such channel, or a group{other}{told}")


def _first(of_class: Any, root: Any | None) -> str:
    found = next(iter(of_class(root)), None) if root is not None else None
    return clean(markup.plain_text(found)) if found is not None else ""
