"""Two forms of a text: `clean`, fit to be stored and shown; `fold`, fit to be matched, with a map back to the original.

Folding follows Unicode NFKC and case folding. Beyond that it removes what is invisible, unifies dashes and quotes,
turns decimal digits of every script into ASCII, and puts Khmer clusters into one order (coeng ro last; two-part vowels
composed), which no Unicode form does.
"""

import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass
from functools import lru_cache

import regex

_NONCHARACTERS = "".join(f"{chr(plane << 16 | 0xFFFE)}{chr(plane << 16 | 0xFFFF)}" for plane in range(17))
_FORBIDDEN = re.compile(f"[\x00-\x08\x0b-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef{_NONCHARACTERS}]")
_LINES = re.compile(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_ENDS = re.compile(r"[ \t\u00a0\u3000\u200b]+\n")
_BLANKS = re.compile(r"\n{3,}")

INVISIBLE = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200c\u200d\u200e\u200f\u2060\u2061\u2062\u2063\u2064"
    "\ufeff\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069" + "".join(map(chr, range(0xFE00, 0xFE10)))
)
"""Characters of no width: they say nothing to a reader, and pages strew them anywhere."""
_INVISIBLE = frozenset(INVISIBLE)
_SAME = {
    **dict.fromkeys("\u2018\u2019\u201a\u201b\u2032\u02bc\uff07", "'"),
    **dict.fromkeys("\u201c\u201d\u201e\u201f\u2033\u300c\u300d\u300e\u300f\uff02\u00ab\u00bb", '"'),
    **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d", "-"),
    **dict.fromkeys("\uff5e\u301c\u223c", "~"),
}
_UNEVEN = re.compile(r"\s\s|[\x00-\x1f\x7f]|^\s")
_SPACE_OR_SIGNS = re.compile(r"([\s\x00-\x1f\x7f]+)|[^\s\x00-\x1f\x7f]+")
_KHMER = re.compile("[\u1780-\u17d3]")
# What is folded as one: a character with the marks after it. A Khmer consonant under a coeng belongs to what stands
# above it; Jamo, and the voice marks of half-width kana, compose with what stands before them.
_CLUSTER = (
    rf"(?s:.)(?:[[\p{{M}}\u1160-\u11ff\uff9e\uff9f]--[{INVISIBLE}]]"
    rf"|(?<![\s\x1c-\x1f])[{INVISIBLE.replace(chr(0xAD), '')}]|(?<=\u17d2[{INVISIBLE}]?)[\u1780-\u17b3])*"
)
# Stretches of characters that fold to one each: no mark follows them, and a space stands alone between two.
_ONE = (
    r"[!-~\u0e01-\u0e30\u0e32\u0e40-\u0e46\u0e81-\u0eb0\u0eb2\u0ec0-\u0ec6"
    r"\u3041-\u3094\u30a1-\u30fa\u30fc\u3001\u3002\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3]"
)
_PLAIN = rf"(?:{_ONE}(?![\p{{M}}\u1160-\u11ff\uff9e\uff9f{INVISIBLE}])|(?<={_ONE})[ ](?={_ONE}))++"
_PIECE = regex.compile(rf"({_PLAIN})|{_CLUSTER}", regex.VERSION1)
_COENG_RO = re.compile("(\u17d2\u179a)((?:\u17d2[\u1780-\u17b3])+)")
_VOWELS = {"\u17c1\u17b8": "\u17be", "\u17c1\u17b6": "\u17c4"}


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded text and, for each of its characters, the span of the original that it came from."""

    text: str
    starts: tuple[int, ...] | None  #: None: every character stands where it stood
    ends: tuple[int, ...] | None
    length: int  #: of the original

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The span of the original that `text[start:end]` came from, in code points."""
        if self.starts is None or self.ends is None:
            return start, end
        if start >= end:
            at = self.starts[start] if start < len(self.starts) else self.length
            return at, at
        return min(self.starts[start:end]), max(self.ends[start:end])

    def place(self, offset: int) -> int:
        """Where in the folded text the original's `offset` stands."""
        return offset if self.starts is None else max(bisect_right(self.starts, offset) - 1, 0)


def clean(text: str) -> str:
    """Plain text fit to be stored: no control characters, surrogates or noncharacters, one form of line break."""
    text = _FORBIDDEN.sub("", _LINES.sub("\n", text))
    text = _BLANKS.sub("\n\n", _ENDS.sub("\n", text))
    return text.strip(" \t\n\u00a0\u3000\u200b\ufeff")


@lru_cache(maxsize=2)
def fold(text: str) -> Folded:
    """The matching form of a text, with the map back. Whoever reads a title and its text twice finds both folded."""
    if text.isascii():
        return _fold_ascii(text)
    pieces: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for piece in _PIECE.finditer(text):
        start, end = piece.span()
        if piece.lastindex:
            pieces += piece[0].lower()
            starts += range(start, end)
            ends += range(start + 1, end + 1)
            continue
        folded = _fold_cluster(piece[0])
        if folded == " " and (not pieces or pieces[-1] == " "):
            if pieces:
                ends[-1] = end
            continue
        for character in folded:
            pieces.append(character)
            starts.append(start)
            ends.append(end)
    return Folded("".join(pieces), tuple(starts), tuple(ends), len(text))


def _fold_ascii(text: str) -> Folded:
    if not _UNEVEN.search(text):
        return Folded(text.lower(), None, None, len(text))
    pieces: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for match in _SPACE_OR_SIGNS.finditer(text):
        start, end = match.span()
        if not match.lastindex:
            pieces += match[0].lower()
            starts += range(start, end)
            ends += range(start + 1, end + 1)
        elif pieces:
            pieces.append(" ")
            starts.append(start)
            ends.append(end)
    return Folded("".join(pieces), tuple(starts), tuple(ends), len(text))


@lru_cache(maxsize=1 << 14)
def _fold_cluster(cluster: str) -> str:
    if len(cluster) == 1 and cluster < "\x80":
        return " " if cluster.isspace() or cluster < " " or cluster == "\x7f" else cluster.lower()
    kept = "".join(character for character in cluster if character not in _INVISIBLE)
    if not kept:
        return ""
    if kept.isspace():
        return " "
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", kept).casefold())
    folded = "".join(_fold_character(character) for character in folded if character not in _INVISIBLE)
    return _khmer(folded) if _KHMER.search(folded) else folded


def _fold_character(character: str) -> str:
    if character in _SAME:
        return _SAME[character]
    if character.isdecimal():
        return str(unicodedata.decimal(character))
    return " " if character.isspace() or unicodedata.category(character) == "Cc" else character


def _khmer(cluster: str) -> str:
    cluster = _COENG_RO.sub(r"\2\1", cluster)
    for parts, whole in _VOWELS.items():
        cluster = cluster.replace(parts, whole)
    return cluster
