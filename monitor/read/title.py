"""The title of a post on its own page: the heading that the page's name for machines agrees with, else that name."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from rapidfuzz import fuzz

from monitor.read import json_tree, markup
from monitor.text.normalise import clean

LONGEST = 500
SHORTEST_BEGINNING = 12
"""Letters of a title from which a list's cut title is known again in a heading."""
ALIKE = 60
"""The likeness from which a heading is the title by which a list knows the post."""
_MOST = 8
_HEADINGS = ("h1", "h2", "h3")
_BETWEEN = re.compile(r"\s+[|｜‖:»«›·•–—-]+\s+|\s*[|｜‖]\s*|\s+[–—]+\s*|\s*::\s*|[-_]+(?=[\u3040-\u9fff]{2,8}$)")
"""What sites put between the title of a page and their own name."""
_NO_LETTERS = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Title:
    """What a page is called, and the heading that says so on it, where one does."""

    text: str | None
    heading: Any | None = None


def title_of(root: Any, said: dict[str, Any], meta: dict[str, str], listed_as: str | None = None) -> Title:
    """The title; its text is None where the page has none but the site's own name.

    `listed_as` is what a list calls the post: the heading that is most like it is the title, else it is itself.
    """
    headings = tuple(_headings(root))
    if listed_as:
        alike = max(headings, key=lambda one: _likeness(_key(one.text), _key(listed_as)), default=None)
        return alike if alike and _likeness(_key(alike.text), _key(listed_as)) >= ALIKE else Title(listed_as)
    site = _key(meta.get("og:site_name"))
    named = [_flat(name) for name in _names(said, meta) if _key(name) not in ("", site)]
    page = _page_name(root)
    called = [_key(name) for name in (*named, page)]
    agreed = [one for one in headings if _key(one.text) != site and any(_key(one.text) in name for name in called)]
    if agreed:
        return max(agreed[:_MOST], key=lambda one: len(_key(one.text)))
    if named:
        return Title(_without_site(named[0], site))
    main = [one for one in headings if one.heading is not None and one.heading.tag == "h1"]
    return main[0] if len(main) == 1 else Title(_without_site(page, site) or None)


def _names(said: dict[str, Any], meta: dict[str, str]) -> Iterator[str]:
    """What the page is called for machines, the most certain first."""
    for name in (json_tree.string(said, "headline"), meta.get("og:title"), meta.get("twitter:title")):
        if name:
            yield markup.text_of(name)


def _page_name(root: Any) -> str:
    title = next(root.iter("title"), None)
    return _flat(title.text or "") if title is not None else ""


def _headings(root: Any) -> Iterator[Title]:
    for heading in root.iter(*_HEADINGS):
        text = _flat(markup.plain_text(heading))
        if _key(text):
            yield Title(text, heading)


def _likeness(heading: str, listed_as: str) -> float:
    """From 0 to 100: the same title, perhaps cut short in the list, or a heading that was edited since."""
    if min(len(heading), len(listed_as)) >= SHORTEST_BEGINNING and (
        heading.startswith(listed_as) or listed_as.startswith(heading)
    ):
        return 100
    return float(fuzz.ratio(heading, listed_as))


def _without_site(name: str, site: str) -> str:
    """A page's name without the site's, which stands first or last: the longest part is the title."""
    parts = [part for part in _BETWEEN.split(name) if part and _key(part) not in ("", site)]
    return max(parts, key=len) if parts else name


def _flat(text: str) -> str:
    return clean(" ".join(text.split()))[:LONGEST]


def _key(text: str | None) -> str:
    return _NO_LETTERS.sub("", text or "").casefold()
