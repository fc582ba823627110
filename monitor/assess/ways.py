"""WAYS: to which of the countries that a sentence names something goes, by the small words right beside their names."""

import re
from collections.abc import Iterable, Iterator

from monitor.assess.matcher import Hit
from monitor.assess.named import LATIN
from monitor.assess.terms import forms
from monitor.text.normalise import INVISIBLE

PLACE = "…"
REACH = 30
"""Characters before a name in which the small words stand."""
STOPS = " ,、・，"
"""What parts the names of a list, beside its words."""
_HIDDEN = re.compile(f"[{INVISIBLE}]")
_BLANK = re.compile(r"\s+")


class Ways:
    """The small words of one language."""

    def __init__(self, written: Iterable[str], joins: Iterable[str]) -> None:
        every = {form for each in written for form in forms(each)}
        self._joins = frozenset({"", *joins})
        self._before = tuple({each.removesuffix(PLACE).strip().lower() for each in every if each.endswith(PLACE)})
        self._after = tuple({each.removeprefix(PLACE).rstrip().lower() for each in every if each.startswith(PLACE)})

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
            after = _seen(text[hit.end : hit.end + REACH], hit.spaced) if self._after else ""
            listed = after.startswith(self._after) or (
                listed and last is not None and _listed(text, hit, last, self._joins)
            )
            last = hit
            if listed:
                yield code

    def _marked(self, text: str, hit: Hit) -> bool:
        before = _seen(text[max(hit.start - REACH, 0) : hit.start], hit.spaced).rstrip()
        return before.endswith(self._before) and any(_ends(before, each) for each in self._before)


def _ends(text: str, word: str) -> bool:
    """Whether a text ends with a word; one of an alphabet is no part of a longer one."""
    is_part = word[0] < LATIN and text[: -len(word)][-1:].isalnum()
    return text.endswith(word) and not is_part


def _listed(text: str, one: Hit, two: Hit, joins: frozenset[str]) -> bool:
    """Whether two names stand in one list: `to Laos and Cambodia`."""
    between = _seen(text[one.end : two.start], one.spaced)
    return bool(between) and between.strip(STOPS) in joins


def _seen(text: str, spaced: bool) -> str:
    """A stretch beside a name without what is invisible, and without blanks where they part no words."""
    return _BLANK.sub(" " if spaced else "", _HIDDEN.sub("", text)).lower()
