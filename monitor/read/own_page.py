"""What a post's own page says now: its text; or that it is gone; or nothing, where another page stands in its place."""

from datetime import date, datetime
from urllib.parse import urlsplit

from rapidfuzz import fuzz

from monitor.model import Capture, Entry, Headline, Media, Reading, Source, State
from monitor.read import wall
from monitor.read.article import Article, article
from monitor.text.address import canonical
from monitor.times import When

SHORT = 300
"""Characters of a text that may be a refusal in the post's place: it is looked at again."""
MUCH_LESS = 0.15
"""The share of its text below which a page is not taken for an edit of itself."""
LITTLE_SHARED = 50
"""The percentage of letters, in their order, below which a longer text may be a refusal too."""
NOT_THE_POST = frozenset({State.CAPTCHA, State.BLOCKED, State.LOGIN_WALL, State.NEEDS_BROWSER, State.OFFLINE})


def own_page(capture: Capture, text: str, source: Source, home: str) -> Reading:
    """The answer to an `item` request of a source whose list stands at `home`."""
    gone = wall.gone(capture)
    if gone is not None:
        return gone
    told = capture.request.told or Headline(str(capture.request.key), capture.request.url, None)
    if capture.status != 200:
        return wall.instead(capture, text, "a post")
    if _led_home(capture, home):
        return Reading(State.UNREADABLE, "its address leads to the list or to the site's first page")
    if is_paper(capture):
        return _read(Entry(told.key, told.url, told.title, told.text, media=(Media(told.url, "file"),), whole=False))
    found = article(
        text,
        capture.url,
        zone=source.timezone,
        languages=source.languages,
        today=capture.captured_at,
        listed_as=told.title,
    )
    if found is None:
        return wall.instead(capture, text, "a post")
    if (other := in_its_place(found.text, told.text, capture, text, headed=found.headed)) is not None:
        return other
    return _read(_entry(found, told, source))


def in_its_place(now: str, before: str, capture: Capture, text: str, *, headed: bool) -> Reading | None:
    """What stands in a post's place where it is not the post: a cut page, a refusal, or next to nothing of its text.

    A page that says "under repair" and answers 200 is no edit. One that is `headed` by the post's title is the post.
    """
    if len(now) < len(before) and not closes(text):
        return Reading(State.INCOMPLETE, "the page is cut")
    if not headed and (len(now) < SHORT or (before and fuzz.ratio(now, before) < LITTLE_SHARED)):
        instead = wall.instead(capture, text, "a post")
        if instead.state in NOT_THE_POST:
            return instead
    if not headed and len(before) >= SHORT and len(now) < MUCH_LESS * len(before):
        why = f"{len(now)} characters where there were {len(before)}: taken down, moved or under repair"
        return Reading(State.LAYOUT_CHANGED, why)
    return None


def closes(text: str) -> bool:
    """Whether a page is there to its end."""
    return "</html" in text[-5000:].lower()


def is_paper(capture: Capture) -> bool:
    """Whether the answer is a file for people to read, not a page."""
    return capture.body.startswith((b"%PDF", b"PK\x03\x04", b"\xd0\xcf\x11\xe0"))


def day_of(moment: datetime, source: Source) -> date:
    """The day where the source writes."""
    return moment.astimezone(source.timezone).date()


def led_to_first_page(capture: Capture) -> bool:
    """Whether a site's first page answered in the place of another: what was asked for is not there."""
    return _led_away(capture) and urlsplit(capture.url).path in ("", "/")


def _led_home(capture: Capture, home: str) -> bool:
    """Whether another address answered, one that stands for the whole site: a post is not there."""
    return led_to_first_page(capture) or (_led_away(capture) and canonical(capture.url) == canonical(home))


def _led_away(capture: Capture) -> bool:
    return canonical(capture.request.url) != canonical(capture.url)


def _read(entry: Entry) -> Reading:
    return Reading(State.OK, entries=(entry,), looked_at=(entry.key,))


def _entry(found: Article, told: Headline, source: Source) -> Entry:
    published_at, as_written = found.published_at, found.published_as_written
    if told.published_at is not None and not _is_more_exact(published_at, told.published_at, source):
        published_at, as_written = told.published_at, told.published_as_written
    return Entry(
        key=told.key,
        url=told.url,
        title=found.title,
        text=found.text,
        published_at=published_at,
        published_as_written=as_written,
        author=found.author,
        language=found.language,
        media=found.media,
        whole=found.whole,
    )


def _is_more_exact(page: When | None, told: When, source: Source) -> bool:
    """Whether the page gives the hour of the day that the list gives."""
    return isinstance(page, datetime) and not isinstance(told, datetime) and day_of(page, source) == told
