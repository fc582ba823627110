"""Shorten text without cutting a grapheme cluster or a number, and near a word or sentence where one is near."""

from collections.abc import Sequence

import regex

from monitor.text.sentences import sentences

_CLUSTER = regex.compile(r"\X")
_INSIDE_A_NUMBER = regex.compile(r"(?<=\p{Nd}[.,:/٫٬]?)\p{Nd}|(?<=\p{Nd})[.,:/٫٬]\p{Nd}")


def shorten(text: str, limit: int) -> str:
    """`text` in at most `limit` code points on one or more lines; an ellipsis stands for what was cut."""
    if len(text) <= limit:
        return text
    if limit <= 1:
        return "…"[:limit]
    end = _boundary(text, limit - 1)
    space = text.rfind(" ", max(end - 20, 0), end + 1)
    if space > end // 2:
        end = space
    return text[:end].rstrip() + "…"


def excerpt(text: str, spans: Sequence[tuple[int, int]], limit: int) -> str:
    """The sentences that `spans` stand in, an ellipsis between them where something is left out.

    Without spans the beginning of the text. What does not fit `limit` code points is left out at the end.
    """
    wanted = [place for place in sentences(text) if any(start < place[1] and end > place[0] for start, end in spans)]
    if not wanted:
        return shorten(text, limit)
    kept = ""
    end_of_last = 0
    for start, end in wanted:
        sentence = _glue(text[end_of_last:start], kept) + text[start:end]
        if len(kept) + len(sentence) > limit:
            break
        kept += sentence
        end_of_last = end
    if not kept:
        return _around(text, *wanted[0], spans, limit)
    return kept + (" …" if text[end_of_last:].strip() and len(kept) + 2 <= limit else "")


def passage(text: str, start: int, end: int, limit: int) -> tuple[int, int]:
    """The span of the sentence around `text[start:end]`; of one longer than `limit` code points the part around it."""
    first, last = next((span for span in sentences(text) if span[0] <= start < span[1]), (start, end))
    last = max(last, end)
    if last - first <= limit:
        return first, last
    first = max(first, min(_boundary(text, max(start - limit // 3, 0)), start))
    return first, max(_boundary(text, min(first + limit, last)), end)


def _glue(between: str, kept: str) -> str:
    if between.strip():
        return " … " if kept else "… "
    return " " if kept else ""


def _around(text: str, start: int, end: int, spans: Sequence[tuple[int, int]], limit: int) -> str:
    """A part of one long sentence, around the first span in it."""
    first = next(span for span in spans if span[0] < end and span[1] > start)
    begin = _boundary(text, max(start, min(first[0] - limit // 3, end - limit + 2)))
    if begin <= start:
        return shorten(text[start:end], limit)
    return "…"[:limit] + shorten(text[begin:end], max(limit - 1, 0))


def _boundary(text: str, offset: int) -> int:
    """The last place up to `offset` where a cut divides neither a grapheme cluster nor a number."""
    end = 0
    for match in _CLUSTER.finditer(text):
        if match.end() > offset:
            break
        end = match.end()
    while end > 0 and _INSIDE_A_NUMBER.match(text, end):
        end -= 1
    return end
