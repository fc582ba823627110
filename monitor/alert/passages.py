"""What an alert quotes: the sentences that speak of the topic; of an edit, what was withdrawn and what came."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from monitor.alert.channel import Passage
from monitor.alert.inert import inline
from monitor.model import Assessment, ChangeKind, Finding, Reason, Version
from monitor.text.difference import Piece, compare
from monitor.text.excerpt import excerpt
from monitor.text.sentences import sentences

QUOTED = 500
"""Characters quoted of one wording."""
COMPARED = 10_000
"""An edit is shown from shortly before its first difference, over so many characters."""
SWAP = 40
"""A replacement this short is also told by itself: “14 days” → “10 days”."""

Span = tuple[int, int]


def passages(finding: Finding) -> tuple[Passage, ...]:
    """The words of the source that the alert shows."""
    change = finding.change
    if change.kind in (ChangeKind.EDITED, ChangeKind.REPLACED) and change.before and change.after:
        shown = tuple(_edit(finding, change.before, change.after))
        if shown:
            return shown
    label = "last_wording" if change.kind is ChangeKind.DELETED else ""
    return tuple(_wording(change.version, reasons(finding.assessments), language(finding), label))


def swaps(finding: Finding) -> tuple[str, ...]:
    """Short replacements of an edit, whole words and numbers: `“14” → “10”`."""
    change = finding.change
    if change.kind not in (ChangeKind.EDITED, ChangeKind.REPLACED) or not (change.before and change.after):
        return ()
    start = _first_difference(change.before.text, change.after.text)
    pieces = _pieces(change.before.text, change.after.text, start)
    return tuple(
        f"“{inline(gone.text)}” → “{inline(come.text)}”"
        for gone, come in pairwise(pieces)
        if (gone.kind, come.kind) == ("gone", "come") and _short(gone) and _short(come)
    )[:4]


def language(finding: Finding) -> str | None:
    """The language of the words, as assessed, else as the source declares it."""
    return next((one.language for one in finding.assessments if one.language), finding.change.version.language)


def reasons(assessments: Iterable[Assessment]) -> tuple[Reason, ...]:
    """What speaks for relevance: the reasons of the relevant assessments, or of all where none is."""
    told = list(assessments)
    counted = [one for one in told if one.relevant] or told
    return tuple(reason for one in counted for reason in one.reasons if reason.kind != "exclusion")


def _wording(version: Version, why: Sequence[Reason], spoken: str | None, label: str) -> Iterable[Passage]:
    title, text = inline(version.title or "", 300), version.text
    if title and not inline(text, 400).startswith(title):
        yield Passage(title, label and "last_title", spoken)
    if text.strip():
        topical = _spans(reason for reason in why if reason.kind == "topic")
        yield Passage(inline(excerpt(text, topical or _spans(why), QUOTED)), label, spoken)


def _spans(why: Iterable[Reason]) -> list[Span]:
    return [(reason.start, reason.end) for reason in why if reason.field == "text"]


def _edit(finding: Finding, before: Version, after: Version) -> Iterable[Passage]:
    spoken = language(finding)
    was, now = inline(before.title or "", 300), inline(after.title or "", 300)
    if was != now:
        yield from (Passage(words, label, spoken) for words, label in ((was, "title_was"), (now, "title_now")) if words)
    change = _changed(before.text, after.text)
    withdrawn = _telling(before.text, change.gone, _spans(reasons(finding.before)))
    old, new = _quote(before.text, withdrawn), _quote(after.text, change.come)
    if old:
        yield Passage(old, "withdrawn" if change.withdraws else "was", spoken)
    if new:
        yield Passage(new, "now", spoken)


@dataclass(frozen=True, slots=True)
class _Changed:
    gone: list[Span]  #: in the wording before; an empty span where words only came
    come: list[Span]  #: in the wording after; an empty span where words only went
    withdraws: bool


def _changed(before: str, after: str) -> _Changed:
    old = new = _first_difference(before, after)
    gone: list[Span] = []
    come: list[Span] = []
    withdraws = False
    for piece in _pieces(before, after, old):
        old_end = old + len(piece.text) * (piece.kind != "come")
        new_end = new + len(piece.text) * (piece.kind != "gone")
        if piece.kind != "same" and _wordy(piece.text):
            gone.append((old, old_end))
            come.append((new, new_end))
            withdraws = withdraws or piece.kind == "gone"
        old, new = old_end, new_end
    return _Changed(gone, come, withdraws)


def _telling(text: str, spans: list[Span], why: list[Span]) -> list[Span]:
    """All of them where they can be quoted whole; else those with words that made it relevant, where there are any."""
    quoted = [place for place in sentences(text) if any(_meet(place, span) for span in spans)]
    if sum(end - start for start, end in quoted) <= QUOTED:
        return spans
    return [span for span in spans if any(_meet(span, place) for place in why)] or spans


def _meet(one: Span, other: Span) -> bool:
    return one[0] < other[1] and one[1] > other[0]


def _quote(text: str, spans: list[Span]) -> str:
    """The sentences that `spans` stand in; nothing where they stand between sentences."""
    inside = [span for span in spans if text[slice(*span)].strip() or _within_sentence(text, span[0])]
    return inline(excerpt(text, inside, QUOTED)) if inside else ""


def _within_sentence(text: str, at: int) -> bool:
    return any(start < at < end for start, end in sentences(text))


def _first_difference(before: str, after: str) -> int:
    if max(len(before), len(after)) <= COMPARED:
        return 0
    same = min(len(before), len(after))
    return max(next((at for at in range(same) if before[at] != after[at]), same) - 200, 0)


def _pieces(before: str, after: str, start: int) -> tuple[Piece, ...]:
    return compare(before[start : start + COMPARED], after[start : start + COMPARED])


def _short(piece: Piece) -> bool:
    return 0 < len(inline(piece.text)) <= SWAP and _wordy(piece.text)


def _wordy(text: str) -> bool:
    return any(character.isalnum() for character in text)
