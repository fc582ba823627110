"""Microsoft Teams by our own sender: an Adaptive Card to a workflow's webhook, in which no word has a meaning.

apprise hides status and wait. A workflow says only that it took the card (202): what it does with it afterwards, no
sender learns.
"""

from typing import Any
from urllib.parse import urlencode

from monitor.alert.channel import Accepted, Answer, Message, Temporary
from monitor.alert.fitted import TITLE, short
from monitor.alert.inert import defused
from monitor.alert.post import Reply, Wire, answer, as_json
from monitor.text.excerpt import shorten

LARGEST = 28_000
"""Bytes of a card that Teams takes."""
_LINKS = 5


class Teams:
    """A `workflows://` address, as apprise's own object `address` parsed it; `root` is where Microsoft is."""

    room = 3500  #: a letter that is not Latin takes six bytes
    gap = 1.0  #: four requests a second are too many

    def __init__(self, address: Any, *, root: str = "") -> None:
        where = root or f"https://{address.host}{f':{address.port}' if address.port else ''}"
        direct = "/powerautomate/automations/direct" if address.power_automate else ""
        if direct and address.routing_id:
            direct += f"/cu/{address.routing_id}"
        asked = {"api-version": address.api_version, "sp": "/triggers/manual/run", "sv": "1.0"}
        asked["sig"] = address.signature
        self._url = f"{where}{direct}/workflows/{address.workflow}/triggers/manual/paths/invoke?{urlencode(asked)}"
        self._wire = Wire(verify=address.verify_certificate)

    def send(self, message: Message) -> Answer:
        """Post it; what Teams does not take is tried once more, short."""
        said, status = self._post(fitting(message))
        if status in (400, 413):
            said, _ = self._post(card(message, short(message, defused)))
        return said

    def _post(self, body: dict[str, Any]) -> tuple[Answer, int]:
        reply = self._wire.post(self._url, body, {})
        return (_meant(reply), reply.status) if isinstance(reply, Reply) else (reply, 0)


def fitting(message: Message) -> dict[str, Any]:
    """The card with as much as Teams takes: pictures of letters weigh more than letters."""
    cards = (card(message, message.fit(room, defused)) for room in (Teams.room, Teams.room // 2, Teams.room // 4))
    short_one = card(message, short(message, defused))
    return next((made for made in cards if len(as_json(made)) <= LARGEST), short_one)


def card(message: Message, text: str) -> dict[str, Any]:
    """The message as a card of plain text runs, which know neither Markdown nor mentions; links are buttons."""
    links = [(item.alert, item.link) for item in message.items if item.link][:_LINKS]
    title = {"text": defused(shorten(message.title, TITLE)), "weight": "Bolder", "size": "Medium"}
    body = [_block(title), *(_block({"text": line}) for line in text.split("\n") if line.strip())]
    content = {
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "type": "AdaptiveCard",
        "version": "1.4",
        "msteams": {"width": "Full"},
        "body": body,
        "actions": [
            {"type": "Action.OpenUrl", "title": f"Original of {alert}" if len(links) > 1 else "Original", "url": url}
            for alert, url in links
        ],
    }
    attachment = {"contentType": "application/vnd.microsoft.card.adaptive", "contentUrl": None, "content": content}
    return {"type": "message", "attachments": [attachment]}


def _block(run: dict[str, str]) -> dict[str, Any]:
    return {"type": "RichTextBlock", "inlines": [{"type": "TextRun", **run}]}


def _meant(reply: Reply) -> Answer:
    """A workflow says 202, or an error as JSON; a page instead of an answer is no success."""
    error = reply.json.get("error")
    why = str(error.get("message") or error.get("code") or "") if isinstance(error, dict) else str(error or "")
    if 200 <= reply.status < 300 and (error or reply.body.lstrip()[:1] == b"<"):
        return Temporary(reply.said(why or "this is no answer of a workflow"))
    meant = answer(reply, why)
    if isinstance(meant, Accepted):
        return Accepted(f"{meant.why}: the workflow took it")
    return meant
