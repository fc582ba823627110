"""What linking keeps of a statement: the marks by which its event is known again, in any language."""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta
from itertools import chain, islice
from zlib import crc32
from zoneinfo import ZoneInfo

from monitor.model import Fact, Finding, Gist, Version
from monitor.text.normalise import fold
from monitor.text.tokens import tokens
from monitor.times import day_in, iso

RUN, DENSE_RUN = 4, 14
"""Tokens of a run, in scripts with and without spaces: texts that share many were written from one another."""
KEPT = 128
"""So many of the smallest hashes stand for all runs of a text (a bottom-k sketch: Cohen and Kaplan, PODC 2007)."""
MOST_MARKS = 120
"""Of a long text the first are kept: facts before figures and names."""
WIDEST = timedelta(days=31)
"""A longer time marks no event."""
SPEAKING_DIGITS = 3
"""Digits of a figure, without the zeros at its end, that say enough by themselves: 1.05 million is 1,050,000."""
_FIGURE = re.compile(r"\d[\d.,\u00a0\u202f]*\d")
_YEAR = re.compile(r"(?:19|20|24|25)\d\d")
_LATIN = re.compile(r"(?<![\w'’-])[A-Z\u00c0-\u00de][\w'’-]{2,}")
_OPENS = re.compile(r"(?:^|[.!?:;…\n\"“«(–—-])\s*$")
_NAMING = frozenset({"person", "organisation", "scheme", "date", "period", "money"})
"""Facts whose words are no names beside them."""
_SPELLED_LATIN = re.compile("[a-z\u00df-\u024f\u1e00-\u1eff]")


def gist(finding: Finding) -> Gist:
    """The gist of the wording that a finding is about."""
    version, source = finding.change.version, finding.source
    full = f"{version.title or ''}\n{version.text}"
    runs = _runs(full)
    return Gist(
        statement=finding.change.statement,
        source=source.id,
        side=source.side,
        published_on=day_in(version.published_at, ZoneInfo(source.timezone)),
        language=next((each.language for each in finding.assessments if each.language), version.language),
        topics=tuple(dict.fromkeys(topic for each in finding.assessments for topic in each.topics)),
        stance=next((each.stance for each in finding.assessments if each.stance), None),
        marks=_marks(version, full, finding.assessments[0].facts if finding.assessments else ()),
        concepts=finding.concepts,
        sketch=tuple(sorted(runs)[:KEPT]),
        runs=len(runs),
        hash=version.hash,
    )


def mark_of(fact: Fact) -> str | None:
    """What a fact says, whatever its language: the same for `6.3 million US dollars` and `៦,៣ លានដុល្លារ`."""
    if fact.kind in ("date", "period"):
        return f"{fact.kind}:{iso(fact.from_)}/{iso(fact.to)}" if fact.from_ and fact.to and _narrow(fact) else None
    if fact.value is None:
        return None
    value = f"{fact.value:.12g}" if isinstance(fact.value, int | float) else fold(fact.value).text.strip()
    return f"{fact.kind}:{value} {fact.unit}" if fact.unit else f"{fact.kind}:{value}"


def _narrow(fact: Fact) -> bool:
    """A year stands in too many texts to mark one."""
    return fact.kind == "period" or fact.to - fact.from_ <= WIDEST  # type: ignore[operator]


def _runs(text: str) -> set[int]:
    words = tokens(text)
    run = DENSE_RUN if 2 * sum(each.startswith("x") for each in words) > len(words) else RUN
    return {crc32(" ".join(words[at : at + run]).encode()) for at in range(max(len(words) - run + 1, 0))}


def _marks(version: Version, text: str, facts: Sequence[Fact]) -> dict[str, str]:
    found: dict[str, str] = {}
    rest = _without(version, text, facts)
    for mark, quoted in chain(_of_facts(facts), _figures(text), _names(rest)):
        found.setdefault(mark, quoted)
    return dict(islice(found.items(), MOST_MARKS))


def _without(version: Version, text: str, facts: Iterable[Fact]) -> str:
    """The text without the words of the facts that name something."""
    letters, shift = list(text), len(version.title or "") + 1
    for fact in facts:
        if fact.kind in _NAMING:
            first = fact.start + shift * (fact.field == "text")
            letters[first : first + len(fact.text)] = ";" * len(fact.text)
    return "".join(letters)


def _of_facts(facts: Iterable[Fact]) -> Iterator[tuple[str, str]]:
    for fact in facts:
        mark = mark_of(fact)
        if mark is not None:
            yield mark, fact.text
        if fact.kind == "quantity" and fact.value is not None:
            yield f"count:{fact.value}", fact.text


def _figures(text: str) -> Iterator[tuple[str, str]]:
    """Figures by their speaking digits, so that 17.5万 is 175,000: scales differ from language to language."""
    folded = fold(text)
    for match in _FIGURE.finditer(folded.text):
        digits = re.sub(r"\D", "", match.group()).strip("0")
        if len(digits) >= SPEAKING_DIGITS and not _YEAR.fullmatch(match.group()):
            start, end = folded.span(*match.span())
            yield f"figure:{digits}", text[start:end]


def _names(text: str) -> Iterator[tuple[str, str]]:
    """Names in Latin letters: they stay the same in a text of another script, and in most that use Latin letters."""
    for match in _LATIN.finditer(text):
        opens = _OPENS.search(text, max(match.start() - 3, 0), match.start())
        if not (opens and _SPELLED_LATIN.search(match.group())):
            yield f"name:{match.group().casefold()}", match.group()
