"""WAYS: to which of the countries that a sentence names something goes, by the small words right beside their names."""

import re
from collections.abc import Iterable, Iterator

from monitor.assess.matcher import Hit
from monitor.assess.terms import forms
from monitor.text.normalise import INVISIBLE

PLACE = "…"
REACH = 30
"""Characters before a name in which the small words stand."""
STOPS = " ,、・，"
_HIDDEN = re.compile(f"[{INVISIBLE}]")
_BLANK = re.compile(r"\s+")


class Ways:
    """The small words of one language."""

    def __init__(self, written: Iterable[str], joins: Iterable[str]) -> None:
        every = {form for each in written for form in forms(each)}
        self._joins = frozenset({"", *joins})
        self._before = _any((each.removesuffix(PLACE) for each in every if each.endswith(PLACE)), "(?:{})$")
        self._after = _any((each.removeprefix(PLACE) for each in every if each.startswith(PLACE)), "(?:{})")

    def goals(self, text: str, named: Iterable[tuple[Hit, str]]) -> frozenset[str]:
        """The countries to which something goes."""
        return frozenset(self._goals(text, list(named)))

    def _goals(self, text: str, named: list[tuple[Hit, str]]) -> Iterator[str]:
        listed, last = False, None
        for hit, code in named:
            listed = self._marked(text, hit) or (listed and last is not None and _listed(text, last, hit, self._joins))
            last = hit
            if listed:
                yield code
        listed, last = False, None
        for hit, code in reversed(named):
            after = _seen(text[hit.end : hit.end + REACH], hit.spaced)
            marked = self._after is not None and self._after.match(after) is not None
            listed = marked or (listed and last is not None and _listed(text, hit, last, self._joins))
            last = hit
            if listed:
                yield code

    def _marked(self, text: str, hit: Hit) -> bool:
        before = _seen(text[max(hit.start - REACH, 0) : hit.start], hit.spaced)
        return self._before is not None and self._before.search(before) is not None


def _listed(text: str, one: Hit, two: Hit, joins: frozenset[str]) -> bool:
    """Whether two names stand in one list: `to Laos and Cambodia`."""
    between = _seen(text[one.end : two.start], one.spaced)
    return bool(between) and between.strip(STOPS) in joins


def _seen(text: str, spaced: bool) -> str:
    """A stretch beside a name without what is invisible, and without blanks where they part no words."""
    return _BLANK.sub(" " if spaced else "", _HIDDEN.sub("", text)).lower()


def _any(written: Iterable[str], frame: str) -> "re.Pattern[str] | None":
    """One of the words, in its place; letters of an alphabet are a word of their own."""
    found = sorted({each.strip().lower() for each in written}, key=lambda each: (-len(each), each))
    words = "|".join(rf"(?<!\w){re.escape(each)} ?" if each[0] < "\u0250" else re.escape(each) for each in found)
    return re.compile(frame.format(words)) if found else None
