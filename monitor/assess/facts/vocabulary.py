"""The words of facts, made ready for one language: looked up, not searched."""

from collections.abc import Mapping
from dataclasses import dataclass

from monitor.assess.words import FactWords


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What stands in a text of one language."""

    language: str | None


class Vocabularies:
    """The words of all languages; those of one are made ready when a text first needs them."""

    def __init__(self, words: Mapping[str, FactWords]) -> None:
        self._words = words
        self._made: dict[str | None, Vocabulary] = {}

    def of(self, language: str | None) -> Vocabulary:
        """The words of a language, with those that any text may hold."""
        if language not in self._made:
            self._made[language] = Vocabulary(language)
        return self._made[language]
