"""How a site answers where nothing stands: many say so with a page and 200 ("soft 404"). Pure.

Such an answer is learned from an address at which nothing can stand, made like one of the site's own. What a post's
address answers is then compared with it.
"""

import re
from hashlib import sha256
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit, urlunsplit

from monitor.model import Capture, State, short_id
from monitor.read import markup, wall
from monitor.text.address import canonical
from monitor.text.charset import decode
from monitor.text.normalise import fold

SHORTEST = 20
"""Letters: a page with fewer says nothing."""
_SAYS_NOTHING = frozenset({State.CAPTCHA, State.BLOCKED, State.LOGIN_WALL, State.NEEDS_BROWSER})
"""Pages that stand before anything, whether it is there or not."""
_STEM = re.compile(r"([^/]+?)(\.[A-Za-z]{2,5})?/?\Z")
_DIGITS = re.compile(r"\d+")


def impossible(url: str, secret: str) -> str | None:
    """An address like this one at which nothing can stand; None where an address names nothing (a home page)."""
    parts = urlsplit(url)
    name = short_id("nowhere", secret, length=16)
    if any(value.isdecimal() for _, value in parse_qsl(parts.query)):
        asked = [
            (key, _like(value, name)) if value.isdecimal() else (key, value) for key, value in parse_qsl(parts.query)
        ]
        return urlunsplit(parts._replace(query=urlencode(asked), fragment=""))
    last = _STEM.search(parts.path)
    if last is None:
        return None
    path = f"{parts.path[: last.start()]}{_like(last[1], name)}{last[2] or ''}{'/' * parts.path.endswith('/')}"
    return urlunsplit(parts._replace(path=path, fragment=""))


def _like(written: str, name: str) -> str:
    """A number for a number, else the name: a site may not even look for what has another form."""
    return str(int(sha256(name.encode()).hexdigest()[:12], 16)) if written.isdecimal() else name


def mark(capture: Capture) -> str | None:
    """What makes two answers of a site the same: where it led, else what it says without its address and numbers.

    None for an answer that is no page, says nothing, or would be the same whatever stands there.
    """
    if capture.failure is not None or capture.status != 200:
        return None
    text = decode(capture.body, capture.header("content-type"))
    root = markup.parse(text) if markup.is_html(text) else None
    if root is None or wall.instead(capture, text, "a post").state in _SAYS_NOTHING:
        return None
    if canonical(capture.url) != canonical(capture.request.url):
        return _hash("led to", canonical(capture.url))
    title = " ".join("".join(root.xpath("string((//title)[1])")).split())
    said = _without_itself(f"{title}\n{markup.plain_text(root)}", capture.request.url)
    return _hash("says", said) if sum(map(str.isalpha, said)) >= SHORTEST else None


def _without_itself(said: str, url: str) -> str:
    """What a page says without the address that was asked for, which some repeat, and without numbers, which run."""
    parts = urlsplit(url)
    itself = [url, unquote(url), parts.path, unquote(parts.path), *(value for _, value in parse_qsl(parts.query))]
    itself += [name for name in (*parts.path.split("/"), *unquote(parts.path).split("/")) if len(name) > 3]
    for each in sorted(filter(None, itself), key=len, reverse=True):
        said = said.replace(each, "")
    return _DIGITS.sub("", fold(said).text)


def _hash(*parts: str) -> str:
    return sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:32]
