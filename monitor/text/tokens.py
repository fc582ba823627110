"""The tokens by which the log is searched, the same on every database.

Spaced scripts give words. Scripts without spaces give overlapping pairs of clusters, and each cluster alone, so that a
word of two characters is found inside unspaced text, and one of a single character too. A full-text index would cut
such tokens at their vowel signs, so they are written as hexadecimal digits behind an `x`: letters to any tokeniser.
"""

from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise

import regex

from monitor.text.normalise import fold

_DENSE = r"[[\p{Khmer}\p{Thai}\p{Lao}\p{Myanmar}\p{Han}\p{Hiragana}\p{Katakana}ー々〆]&&[\p{L}\p{M}\p{N}]]"
_RUN = regex.compile(
    rf"(?P<dense>(?:{_DENSE}\p{{M}}*)+)|(?P<word>[[\p{{L}}\p{{N}}]--{_DENSE}][[\p{{L}}\p{{M}}\p{{N}}]--{_DENSE}]*)",
    regex.VERSION1,
)
_CLUSTER = regex.compile(r"[\u1780-\u17b3](?:\u17d2[\u1780-\u17b3]|\p{M})*|\X")
LONGEST_WORD = 60
MOST_WORDS = 32
"""Of a longer search text the first words are looked for."""
LONGEST_PHRASE = 400


def tokens(text: str) -> list[str]:
    """All tokens of a text in order, for the index."""
    found: list[str] = []
    for dense, word in _runs(text):
        if not dense:
            found.append(_word(word))
            continue
        clusters = _CLUSTER.findall(word)
        for at, cluster in enumerate(clusters):
            found.append(_dense(cluster))
            if at + 1 < len(clusters):
                found.append(_dense(cluster + clusters[at + 1]))
    return found


def column(title: str | None, text: str) -> str:
    """What the index stores of a version."""
    return " ".join(tokens(f"{title or ''}\n{text}"))


def query(text: str) -> list[list[str]]:
    """What a search asks for: every phrase must be found; a phrase is tokens that stand side by side in the index.

    A dense word of n clusters gives its pairs with the single clusters between them, exactly as the index has them.
    """
    phrases = []
    for dense, word in _runs(text):
        if not dense:
            phrases.append([_word(word)])
            continue
        clusters = _CLUSTER.findall(word)
        if len(clusters) == 1:
            phrases.append([_dense(clusters[0])])
            continue
        phrase = [_dense(clusters[0] + clusters[1])]
        for one, two in pairwise(clusters[1:]):
            phrase += [_dense(one), _dense(one + two)]
        phrases.append(phrase)
    return phrases


@lru_cache(maxsize=256)
def sought(text: str) -> tuple[str, ...]:
    """The phrases that a search looks for, each as it stands in the index; all of them must be found."""
    return tuple(" ".join(phrase[:LONGEST_PHRASE]) for phrase in query(text)[:MOST_WORDS])


def finds(search: str, title: str | None, text: str) -> bool:
    """Whether a search finds this wording, exactly as the log would. One without a word finds nothing."""
    phrases, index = sought(search), _index(title, text)
    return bool(phrases) and all(f" {phrase} " in index for phrase in phrases)


@lru_cache(maxsize=4)
def _index(title: str | None, text: str) -> str:
    """Whoever has a hundred saved searches has the wording cut into tokens once."""
    return f" {column(title, text)} "


def _runs(text: str) -> Iterator[tuple[bool, str]]:
    for match in _RUN.finditer(fold(text).text):
        yield match.group("dense") is not None, match.group()


def _word(word: str) -> str:
    return word[:LONGEST_WORD] if word.isascii() else "w" + word[:LONGEST_WORD].encode().hex()


def _dense(clusters: str) -> str:
    return "x" + clusters.encode("utf-16-be", "surrogatepass").hex()
