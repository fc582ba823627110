"""A message as one text within a chat's own limit: quotations are cut first; the ID and the link never."""

from collections.abc import Callable, Iterator

from monitor.alert.channel import Message
from monitor.text.excerpt import shorten

TITLE = 300
Write = Callable[[str], str]


def fitted(message: Message, longest: int, quote: Write, link: Write = str, title: Write | None = None) -> str:
    """Title and body in so many UTF-16 units. `quote` makes words harmless, `link` writes an address of ours."""
    first = (title or quote)(shorten(message.title, TITLE))
    room = longest - units(first) - 2
    for _ in range(4):  # what counts double is known only when it is written
        body = message.fit(room, quote, link)
        over = units(f"{first}\n\n{body}") - longest
        if over <= 0:
            return f"{first}\n\n{body}"
        room -= over
    return short(message, quote, link)


def short(message: Message, quote: Write, link: Write = str) -> str:
    """What a reader cannot do without."""
    return "\n".join(_least(message, quote, link))


def _least(message: Message, quote: Write, link: Write) -> Iterator[str]:
    yield quote(shorten(message.title, TITLE))
    for item in message.items:
        if len(message.items) > 1:
            yield f"{quote(shorten(item.headline, 60))} {item.alert}"
        else:
            yield from filter(None, (item.link and link(item.link), item.alert))


def units(written: str) -> int:
    """UTF-16 units: what chats count."""
    return len(written.encode("utf-16-le", "surrogatepass")) // 2
