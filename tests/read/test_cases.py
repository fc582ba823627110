"""Every folder of tests/captures is a test: what was answered, and what must be read from it. See the README there."""

import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from monitor.model import Before, Capture, Entry, Headline, Reading, Request, Source
from monitor.read import READERS
from monitor.read.reader import Reader
from monitor.times import iso

FOLDER = Path(__file__).parent.parent / "captures"
CASES = sorted(each.parent for each in FOLDER.glob("*/*/case.yaml"))
CAPTURED_AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
NOT_OF_THE_KIND = {"timezone", "languages", "side", "about"}


@dataclass(frozen=True)
class Answer:
    """One body of a case, and what is out of the ordinary about it."""

    body: bytes
    status: int
    headers: dict[str, str]
    own: dict[str, str] | None
    more: bool
    instead: bool
    url: str | None


@dataclass(frozen=True)
class Case:
    """One folder."""

    sentence: str
    reader: Reader
    source: Source
    answers: tuple[Answer, ...]


def load(folder: Path) -> Case:
    """What a folder says."""
    said = YAML(typ="safe").load((folder / "case.yaml").read_text("utf-8"))
    reader = READERS[folder.parent.name]
    bodies = sorted((int(each.stem), each) for each in folder.iterdir() if each.stem.isdecimal())
    odd = said.get("answers", {})
    return Case(
        said["sentence"],
        reader,
        source(reader, said.get("source", {})),
        tuple(answer(body, odd.get(number, {})) for number, body in bodies),
    )


def answer(body: Path, odd: dict[str, Any]) -> Answer:
    """One numbered file with its line in `case.yaml`."""
    assert not set(odd) - {"status", "headers", "own", "more", "instead", "url"}, odd
    headers = {str(name): str(value) for name, value in odd.get("headers", {}).items()}
    status, following = odd.get("status", 200), ("more" in odd, "instead" in odd)
    return Answer(body.read_bytes(), status, headers, odd.get("own"), *following, odd.get("url"))


def source(reader: Reader, keys: dict[str, Any]) -> Source:
    """A source as `sources.yaml` would give it."""
    options = reader.options(**{name: value for name, value in keys.items() if name not in NOT_OF_THE_KIND})
    return Source(
        "case",
        "An office (invented)",
        reader.kind,
        options,
        reader.home(options),
        side=keys.get("side"),
        about=tuple(keys.get("about", ())),
        timezone=ZoneInfo(keys.get("timezone", "UTC")),
        languages=tuple(keys.get("languages", ())),
    )


def readings(case: Case) -> Iterator[Reading]:
    """What the reader says of each answer, in order."""
    before = Before()
    last = None
    for one in case.answers:
        request = question(case, one, before, last)
        last = case.reader.read(capture(one, request), case.source, before)
        before = Before(learned={**before.learned, **last.learned})
        yield last


def question(case: Case, one: Answer, before: Before, last: Reading | None) -> Request:
    """The request that an answer answers."""
    if one.own is not None:
        request = case.reader.own(case.source, Headline(one.own["key"], one.own["url"], None))
        assert request is not None
        return request
    if one.more:
        assert last is not None
        return last.more[0]
    if one.instead:
        assert last is not None
        assert last.instead is not None
        return last.instead
    return case.reader.ask(case.source, before)


def capture(one: Answer, request: Request) -> Capture:
    """An answer as the door would bring it."""
    return Capture(
        "case", request, one.url or request.url, CAPTURED_AT, one.status, tuple(one.headers.items()), one.body
    )


def shape(reading: Reading) -> dict[str, Any]:
    """A reading as it stands in `expected.json`: what is empty is left out."""
    said = {
        "why": reading.why,
        "sees_back_to": iso(reading.sees_back_to),
        "listed": list(reading.listed),
        "entries": [entry_shape(each) for each in reading.entries],
        "headlines": [headline_shape(each) for each in reading.headlines],
        "gone": list(reading.gone),
        "proofs": dict(reading.proofs),
        "more": [each.url for each in reading.more],
        "instead": reading.instead.url if reading.instead else None,
        "forgets": reading.forgets,
        "hinted": list(reading.hinted),
        "baseline": list(reading.baseline),
        "learned": dict(reading.learned),
        "retry_after": iso(reading.retry_after),
    }
    kept = {name: value for name, value in said.items() if value}
    return {"state": str(reading.state), "complete": reading.complete, **kept}


def entry_shape(entry: Entry) -> dict[str, Any]:
    """An entry, without what is empty."""
    said = {
        "key": entry.key,
        "url": entry.url,
        "title": entry.title,
        "text": entry.text,
        "published_at": iso(entry.published_at),
        "published_as_written": entry.published_as_written,
        "edited_at": iso(entry.edited_at),
        "author": entry.author,
        "language": entry.language,
        "media": [{"url": each.url, "type": each.type} for each in entry.media],
        "pinned": entry.pinned,
        "marked_edited": entry.marked_edited,
    }
    kept = {name: value for name, value in said.items() if value}
    return kept if entry.whole else {**kept, "whole": False}


def headline_shape(headline: Headline) -> dict[str, Any]:
    """A headline, without what is empty."""
    said = {
        "key": headline.key,
        "url": headline.url,
        "title": headline.title,
        "published_at": iso(headline.published_at),
        "published_as_written": headline.published_as_written,
        "pinned": headline.pinned,
    }
    return {name: value for name, value in said.items() if value}


@pytest.mark.parametrize("folder", CASES, ids=lambda folder: f"{folder.parent.name}/{folder.name}")
def test_case(folder: Path) -> None:
    """What is read from the answers of a folder is what its expected.json says."""
    case = load(folder)
    assert case.sentence.endswith(".")
    expected = json.loads((folder / "expected.json").read_text("utf-8"))
    assert [shape(each) for each in readings(case)] == expected


@pytest.mark.parametrize("kind", sorted(READERS))
@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_no_bytes_make_a_reader_raise(kind: str, data: st.DataObject) -> None:
    """Whatever bytes a server sends, cut, spoilt or made up, a reader answers with a state."""
    folders = [each for each in CASES if each.parent.name == kind]
    case = load(data.draw(st.sampled_from(folders)))
    one = data.draw(st.sampled_from(case.answers))
    body = data.draw(st.one_of(st.binary(max_size=200), spoilt(one.body)))
    status = data.draw(st.sampled_from([200, 200, 206, 403, 404, 410, 500, 999]))
    request = case.reader.ask(case.source, Before())
    if one.own is not None:
        request = question(case, one, Before(), None)
    odd = Answer(body, status, one.headers, one.own, one.more, one.instead, one.url)
    reading = case.reader.read(capture(odd, request), case.source, Before())
    assert isinstance(reading, Reading)
    json.dumps(shape(reading), ensure_ascii=False).encode()


@st.composite
def spoilt(draw: st.DrawFn, body: bytes) -> bytes:
    """A body cut short, or with a few bytes put in the place of others."""
    start, end = draw(st.integers(0, len(body))), draw(st.integers(0, len(body)))
    start, end = min(start, end), max(start, end)
    if draw(st.booleans()):
        return body[:end]
    return body[:start] + draw(st.binary(max_size=12)) + body[end:]


if __name__ == "__main__":
    for path in sys.argv[1:]:
        shapes = [shape(each) for each in readings(load(Path(path)))]
        sys.stdout.write(json.dumps(shapes, ensure_ascii=False, indent=2) + "\n")
