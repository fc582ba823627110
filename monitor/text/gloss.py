"""The words of a gloss, by which a thing is known again whatever the language of the term."""

import re

_WORD = re.compile(r"[^\W\d_]+")
_IDLE = re.compile(r"an?|all|and|any|are|at|be|by|for|from|in|into|is|its|of|on|or|our|the|their|to|with")
"""Words that mean nothing by themselves. A gloss is English."""
_SHORTEST = 4


def words(gloss: str) -> tuple[str, ...]:
    """Its words, without those that mean nothing by themselves, and without the endings of English plurals."""
    return tuple(_stem(word) for word in _WORD.findall(gloss.casefold()) if not _IDLE.fullmatch(word))


def _stem(word: str) -> str:
    return word[:-1] if word.endswith("s") and not word.endswith("ss") and len(word) >= _SHORTEST else word
