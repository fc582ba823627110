"""Shorten text without cutting a grapheme cluster, and near a word or sentence where one is near."""

from collections.abc import Sequence

import regex

from monitor.text.sentences import sentences

_CLUSTER = regex.compile(r"\X")


def shorten(text: str, limit: int) -> str:
    """`text` in at most `limit` code points on one or more lines; an ellipsis stands for what was cut."""
    if len(text) <= limit:
        return text
    if limit <= 1:
        return "…"[:limit]
    end = _cluster_end(text, limit - 1)
    space = text.rfind(" ", max(end - 20, 0), end)
    if space > end // 2:
        end = space
    return text[:end].rstrip() + "…"


def excerpt(text: str, spans: Sequence[tuple[int, int]], limit: int) -> str:
    """The sentences that `spans` stand in, joined by an ellipsis where something lies between; the beginning without spans."""
    wanted = [place for place in sentences(text) if any(start < place[1] and end > place[0] for start, end in spans)]
    if not wanted:
        return shorten(text, limit)
    kept = ""
    end_of_last = 0
    for start, end in wanted:
        glue = (
            ""
            if not kept and start == 0
            else ("… " if not kept else (" … " if text[end_of_last:start].strip() else " "))
        )
        sentence = text[start:end]
        if len(kept) + len(glue) + len(sentence) > limit:
            if not kept:
                kept = _around(text, start, end, spans, limit)
            break
        kept += glue + sentence
        end_of_last = end
    return kept + (" …" if end_of_last and text[end_of_last:].strip() and len(kept) + 2 <= limit else "")


def _around(text: str, start: int, end: int, spans: Sequence[tuple[int, int]], limit: int) -> str:
    """A part of one long sentence, around the first span in it."""
    first = next(span for span in spans if span[0] < end and span[1] > start)
    begin = max(start, min(first[0] - limit // 3, end - limit + 2))
    begin = _cluster_start(text, begin) if begin > start else start
    piece = shorten(text[begin:end], limit - 1 if begin > start else limit)
    return f"…{piece}" if begin > start else piece


def _cluster_end(text: str, limit: int) -> int:
    end = 0
    for match in _CLUSTER.finditer(text, max(limit - 200, 0)):
        if match.end() > limit:
            break
        end = match.end()
    return end or limit


def _cluster_start(text: str, offset: int) -> int:
    for match in _CLUSTER.finditer(text, max(offset - 200, 0)):
        if match.start() >= offset:
            return match.start()
    return offset
