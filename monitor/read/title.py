"""The title of a post on its own page: the heading that the page's name for machines agrees with, else that name."""

import re
from collections.abc import Iterator
from typing import Any

from monitor.read import json_tree, markup, selector
from monitor.text.normalise import clean

LONGEST = 500
_HEADINGS = ("h1", "h2", "h3")
_BETWEEN = re.compile(r"\s+[|｜‖:»«›·•–—-]+\s+|\s*[|｜‖]\s*|\s+[–—]+\s*|\s*::\s*")
"""What sites put between the title of a page and their own name."""
_NOISE = re.compile(r"[\W_]+")


def title_of(root: Any, body: Any, said: dict[str, Any], meta: dict[str, str], css: str | None = None) -> str | None:
    """The title; None where the page has none that is not the site's own name."""
    if css is not None:
        found = selector.first(root, css)
        return _flat(markup.plain_text(found)) if found is not None else None
    site = _key(meta.get("og:site_name"))
    named = [one for one in _names(root, said, meta) if _key(one) and _key(one) != site]
    headings = [one for one in _headings(root) if _key(one) and _key(one) != site]
    agreed = [one for one in headings if any(_key(one) in _key(name) for name in named)]
    if agreed:
        return max(agreed[:8], key=lambda one: len(_key(one)))
    above = _above(root, body)
    return above or (_without_site(named[0], site) if named else next(iter(headings), None))


def _names(root: Any, said: dict[str, Any], meta: dict[str, str]) -> Iterator[str]:
    """What the page is called for machines, the most certain first."""
    for name in (json_tree.string(said, "headline"), meta.get("og:title"), meta.get("twitter:title")):
        if name:
            yield _flat(markup.text_of(name))
    title = next(root.iter("title"), None)
    if title is not None and title.text:
        yield _flat(title.text)


def _headings(root: Any) -> Iterator[str]:
    for heading in root.iter(*_HEADINGS):
        yield _flat(markup.plain_text(heading))


def _above(root: Any, body: Any) -> str | None:
    """The first heading in the text's own element, or the last one before it."""
    last = None
    for element in root.iter(*_HEADINGS):
        inside = element is body or body in element.iterancestors()
        text = _flat(markup.plain_text(element))
        if inside:
            return text or last
        last = text or last
    return last


def _without_site(name: str, site: str) -> str:
    """A page's name without the site's, which stands first or last: the longest part is the title."""
    parts = [part for part in _BETWEEN.split(name) if part and _key(part) and _key(part) != site]
    return max(parts, key=len) if parts else name


def _flat(text: str) -> str:
    return clean(" ".join(text.split()))[:LONGEST]


def _key(text: str | None) -> str:
    return _NOISE.sub("", text or "").casefold()
