"""Bodies and airlines: those that are known, and those whose name says what they are: Ministry of, 〜省, Airlines."""

from collections.abc import Iterator

import regex

from monitor.assess.facts.field import Text
from monitor.assess.facts.marks import Marks
from monitor.model import Fact

_SHORTENED = regex.compile(r"[ \u00a0]?[(（]\p{Lu}[\p{Lu}\p{N}&.-]{1,11}[)）]")
_RUN = regex.compile(r"(?<![\p{Han}々ァ-ヶー・])[\p{Han}々ァ-ヶー・]{1,14}$")
_SYLLABLES = regex.compile(r"[가-힣]+$")
_DENSE = regex.compile(r"[[[\p{Khmer}\p{Thai}\p{Lao}]&&[\p{L}\p{M}]]\u200b\u200c]+", regex.V1)
_LOOKED_BACK = 80
_LONGEST, _LONGEST_BEFORE = 60, 70
_BORDERS = ("title", "office", "person", "says", "according", "homonym")


def find(field: Text) -> Iterator[Fact]:
    """Every body that is named."""
    return named(field, "organisation", "body")


def named(field: Text, kind: str, head: str) -> Iterator[Fact]:
    """What is known by name, and what a head such as `Ministry of` or `Scholarship` gives away."""
    marks = field.marks
    end = -1
    spans = sorted((*_known(marks, kind), *_headed(marks, head)), key=lambda each: (each[0], -each[1], each[2] == ""))
    for start, last, value in spans:
        if start >= end:
            yield field.quote(kind, start, last, value or plain(marks.text[start:last]))
            end = last


def plain(name: str) -> str:
    """A name without what shows only on the page it stood on."""
    return " ".join(name.replace("\u200b", "").split())


def _known(marks: Marks, kind: str) -> Iterator[tuple[int, int, str]]:
    for hit, sense in marks.of(kind):
        yield hit.start, _shortened(marks, hit.end), sense.value


def _shortened(marks: Marks, end: int) -> int:
    """After the letters that a name is shortened to: the Agency (AGY)."""
    found = _SHORTENED.match(marks.text, end)
    return found.end() if found else end


def _headed(marks: Marks, head: str) -> Iterator[tuple[int, int, str]]:
    for hit, _ in marks.of(f"{head} before"):
        end = _after(marks, hit.end)
        if end > hit.end:
            yield hit.start, _shortened(marks, end), ""
    for hit, _ in marks.of(f"{head} after"):
        start = _before(marks, hit.start, hit.end)
        if start < hit.start:
            is_list = marks.text[hit.end : hit.end + 1] == "," or marks.registry.joint.match(marks.text, hit.end)
            last = hit.end if is_list or head == "scheme" else marks.tail(hit.end)  # a project in Weir is no other one
            yield start, _shortened(marks, last), ""


def _after(marks: Marks, end: int) -> int:
    stop = marks.next(end, *_BORDERS)
    found = _DENSE.match(marks.text, end, stop)
    if found is None:
        return marks.tail(end)
    cut = marks.registry.end.search(marks.text, end, found.end())
    last = cut.start() if cut else _joined(marks, found.end(), stop)
    return last if last - end <= _LONGEST else end


def _joined(marks: Marks, end: int, stop: int) -> int:
    """After the second half of a name that a link joins without a space of its own: ministry of A andB."""
    link = marks.registry.glue.match(marks.text, end)
    if link is None or marks.at(link.end(), "body before"):
        return end
    found = _DENSE.match(marks.text, link.end(), stop)
    return found.end() if found else end


def _before(marks: Marks, start: int, end: int) -> int:
    """Where a name begins that ends with its head."""
    first = max(start - _LOOKED_BACK, 0)
    for hit in marks.between(first - _LOOKED_BACK, start):
        if first < hit.end <= start and any(sense.role in _BORDERS for sense in hit.senses):
            first = hit.end
    before = marks.text[first:start]
    letter = marks.text[end - 1]
    pattern = marks.registry.front if letter.isascii() else _SYLLABLES if "가" <= letter <= "힣" else _RUN
    found = pattern.search(before)
    if not found or len(found.group()) > _LONGEST_BEFORE:
        return start
    # The Weir Agency is called Weir Agency.
    article = marks.registry.stranger.match(before, found.start()) if letter.isascii() else None
    return int(first + (found.start() if article is None else article.end() + 1))
