"""The quotations on which an assessment rests."""

from collections.abc import Iterable, Iterator, Sequence

from monitor.assess.matcher import Hit, Sense
from monitor.assess.passages import Looked
from monitor.assess.signs import Case
from monitor.model import Reason

MOST = 40
"""A long text is quoted this often at most; the surest sentences come first."""


def reasons(looked: Looked, shown: Sequence[Case], countries: Sequence[str]) -> tuple[Reason, ...]:
    """Terms of the topics, names of the countries, agencies and homonyms, in the order of the text.

    A weak term is quoted only where its sentence has no stronger one: it would hide what the finding rests on.
    """
    found: dict[tuple[str, int, int, str, str], Reason] = {}
    for each in (*_of_cases(looked, shown, countries), *_of_homonyms(looked)):
        if len(found) < MOST:
            found.setdefault((each.field, each.start, each.end, each.kind, each.value), each)
    return tuple(sorted(found.values(), key=lambda each: (each.field != "title", each.start, each.end, each.kind)))


def _of_cases(looked: Looked, shown: Sequence[Case], countries: Sequence[str]) -> Iterator[Reason]:
    for case in shown:
        rests_on_more = bool(case.passage.terms(case.topic, "strong", "urgent"))
        for hit in case.passage.hits:
            for sense in hit.senses:
                if _counts(sense, case, countries) and not (rests_on_more and sense.strength == "weak"):
                    yield _reason(looked, case.passage.field, hit, sense)
        yield from _named_elsewhere(looked, case)


def _counts(sense: Sense, case: Case, countries: Sequence[str]) -> bool:
    if sense.role == "topic":
        return sense.value == case.topic
    return sense.role in ("country", "agency") and sense.value in countries


def _named_elsewhere(looked: Looked, case: Case) -> Iterator[Reason]:
    """Where a side is named first, when the sentence itself does not name it."""
    for code in case.pair:
        if code in case.passage.countries:
            continue
        for passage in looked.passages:
            named = [
                (hit, sense)
                for hit in passage.hits
                for sense in hit.senses
                if sense.role in ("country", "agency") and sense.value == code
            ]
            if named:
                yield _reason(looked, passage.field, *named[0])
                break


def _of_homonyms(looked: Looked) -> Iterable[Reason]:
    for field, hit in looked.excluded:
        yield _reason(looked, field, hit, next(each for each in hit.senses if each.role == "exclude"))


def _reason(looked: Looked, field: str, hit: Hit, sense: Sense) -> Reason:
    kind = "exclusion" if sense.role == "exclude" else sense.role
    return Reason(field, hit.start, hit.end, looked.quote(field, hit), kind, sense.value, sense.gloss)
