"""Who speaks: facts within what somebody is reported to have said carry the speaker, and who reports it."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import regex

from monitor.assess.facts.field import Text
from monitor.assess.facts.marks import Marks
from monitor.model import Fact
from monitor.text.sentences import sentences

_QUOTED = regex.compile(r"“[^”]{2,600}”|\"[^\"]{2,600}\"|「[^」]{2,600}」|«[^»]{2,600}»|『[^』]{2,600}』")
_VERBS = ("says", "said", "according")
_NEAR = 6  # characters between `according to` and whom it names
_BESIDE = 2  # between whom and `according to` behind: 에
_CLOSED = regex.compile(r"[,，»”\"][ \u00a0]*(?:\p{Ll}+[ \u00a0])?$")
"""What was said ends here: a comma or a quotation mark, and at most an article."""
_SHORT_REST = 4
"""So many words behind the verb say when and where: `…, the minister said on Monday.`"""


@dataclass(frozen=True, slots=True)
class _Speech:
    """What is reported, and who said it."""

    start: int
    end: int
    speaker: str


@dataclass(frozen=True, slots=True)
class _Verb:
    """A word that says that somebody spoke, in its sentence."""

    text: str
    first: int
    start: int
    end: int
    last: int

    def closes(self, at: int) -> bool:
        """Whether what was said ends before `at`."""
        return _CLOSED.search(self.text, self.first, at) is not None

    def ends(self, at: int) -> bool:
        """Whether hardly anything follows `at`."""
        return len(self.text[at : self.last].split()) <= _SHORT_REST


def told(field: Text, facts: Sequence[Fact], reported_by: str | None) -> list[Fact]:
    """The facts, those of reported speech with speaker and reporter. The speaker himself is no part of his words."""
    speeches = list(_speeches(field, facts))
    return [_said(fact, speeches, reported_by) for fact in facts]


def _said(fact: Fact, speeches: Sequence[_Speech], reported_by: str | None) -> Fact:
    for each in reversed(speeches):
        if each.start <= fact.start and fact.end <= each.end:
            return replace(fact, speaker=each.speaker, reported_by=reported_by)
    return fact


def _speeches(field: Text, facts: Sequence[Fact]) -> Iterator[_Speech]:
    marks = field.marks
    verbs = sorted((hit.start, hit.end, sense.role) for hit, sense in marks.of(*_VERBS))
    if not verbs:
        return
    voices, spans = _voices(marks, facts), sentences(field.original)
    starts = [start for start, _ in spans]
    for start, end, role in verbs:
        first, last = spans[max(bisect_right(starts, start) - 1, 0)]
        quotes = [found.span() for found in _QUOTED.finditer(field.original, first, last)]
        here = [
            voice
            for voice in voices
            if first <= voice.start < last and not any(one <= voice.start < two for one, two in quotes)
        ]
        for speech in _OF[role](_Verb(field.original, first, start, end, last), here):
            yield speech
            yield from (_Speech(one, two, speech.speaker) for one, two in quotes)


def _voices(marks: Marks, facts: Sequence[Fact]) -> list[_Speech]:
    """Those who can speak, where they are named: people, bodies, and offices without a name."""
    found = [
        _Speech(fact.start, fact.end, str(fact.value)) for fact in facts if fact.kind in ("person", "organisation")
    ]
    named = {at for each in found for at in range(each.start, each.end)}
    found += [_Speech(start, end, marks.text[start:end]) for end, start in marks.offices.items() if start not in named]
    return sorted(found, key=lambda each: each.start)


def _nearest(voices: Sequence[_Speech], start: int) -> _Speech | None:
    """Who is named last before the verb."""
    return next((voice for voice in reversed(voices) if voice.end <= start), None)


def _says(verb: _Verb, voices: Sequence[_Speech]) -> Iterator[_Speech]:
    """Who said what; or what, who said; or what, said who."""
    behind = next((each for each in voices if -1 <= each.start - verb.end <= _NEAR), None)
    if behind and verb.closes(verb.start):
        yield _Speech(verb.first, verb.start, behind.speaker)
    elif speaker := _nearest(voices, verb.start):
        yield _Speech(verb.end, verb.last, speaker.speaker)
        if verb.ends(verb.end) and verb.closes(speaker.start):
            yield _Speech(verb.first, speaker.start, speaker.speaker)


def _said_behind(verb: _Verb, voices: Sequence[_Speech]) -> Iterator[_Speech]:
    """Who what said, in this order: the first that the sentence names."""
    if voices and voices[0].end <= verb.start:
        yield _Speech(voices[0].end, verb.start, voices[0].speaker)


def _according(verb: _Verb, voices: Sequence[_Speech]) -> Iterator[_Speech]:
    """By a word before or behind whom it names; what follows is theirs, or what a comma ends before it."""
    for voice in voices:
        if -1 <= voice.start - verb.end <= _NEAR or 0 <= verb.start - voice.end <= _BESIDE:
            end = max(voice.end, verb.end)
            yield _Speech(end, verb.last, voice.speaker)
            if verb.ends(end) and verb.closes(verb.start):
                yield _Speech(verb.first, verb.start, voice.speaker)
            return


_OF = {"says": _says, "said": _said_behind, "according": _according}
