"""The picture that holds the words of a statement, where a chat can show it beside the text."""

from urllib.parse import urlsplit

from monitor.alert.channel import Message

_SHOWN = (".jpg", ".jpeg", ".png", ".webp", ".gif")


def picture(message: Message) -> str | None:
    """Its address, where one statement is told whose carrier is a picture; the chat itself fetches it."""
    if len(message.items) != 1:
        return None
    return next((each for each in message.items[0].carriers if urlsplit(each).path.lower().endswith(_SHOWN)), None)
