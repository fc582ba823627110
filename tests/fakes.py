"""Small builders for the tests of what decides: sources, entries, what was known, and a door that answers by script."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from monitor.absence import shown_public
from monitor.model import (
    Assessment,
    Before,
    Byline,
    Capture,
    Change,
    ChangeKind,
    Difference,
    Entry,
    Finding,
    Headline,
    Known,
    Level,
    Media,
    Purpose,
    Reading,
    Request,
    Source,
    State,
    Validators,
    Version,
    statement_id,
)
from monitor.read.reader import Options, Reader
from monitor.text.address import canonical
from monitor.text.fingerprint import fingerprint
from monitor.times import When, iso, parse_iso

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
LIST = "https://bridges.example/news"


def ago(**span: float) -> datetime:
    """A moment before NOW."""
    return NOW - timedelta(**span)


def source(**changes: Any) -> Source:
    """An invented office that is polled each ten minutes."""
    office = Source("bridges", "Office of Bridges", "plain", options=None, url=LIST, side="JP", about=("KH",))
    return replace(office, **changes)


def address(key: str) -> str:
    """The own address of an entry."""
    return f"{LIST}/{key}"


def entry(key: str, text: str = "", **changes: Any) -> Entry:
    """A post; its text is made from its key where none is given."""
    made = Entry(key, address(key), None, text or f"The bridge {key} is open.", published_at=None)
    return replace(made, **changes)


def version(of: Entry, number: int = 1, captured_at: datetime = NOW, **changes: Any) -> Version:
    """A wording as it is stored."""
    made = Version(
        number=number,
        title=of.title,
        text=of.text,
        hash=fingerprint(of.title, of.text),
        captured_at=captured_at,
        published_at=of.published_at,
        whole=of.whole,
    )
    return replace(made, **changes)


def known(of: Entry | str, rank: int | None = None, **changes: Any) -> Known:
    """A statement as the store remembers it, seen an hour ago."""
    shown = entry(of) if isinstance(of, str) else of
    made = Known(
        statement=statement_id("bridges", shown.key),
        key=shown.key,
        url=shown.url,
        version=version(shown, captured_at=ago(hours=1)),
        first_seen_at=ago(hours=1),
        last_seen_at=ago(minutes=10),
        looked_at=ago(hours=1),
        rank=rank,
        pinned=shown.pinned,
    )
    return replace(made, **changes)


def before(listed: Iterable[Known | Entry | str] = (), **changes: Any) -> Before:
    """What is known of a source whose last whole list was this one; what is given as Known keeps its own rank."""
    those = [each if isinstance(each, Known) else known(each, rank) for rank, each in enumerate(listed)]
    made = Before(
        known={each.key: each for each in those},
        addresses=at_addresses(those),
        baseline_at=ago(days=30),
        last_whole_at=ago(minutes=10),
        last_poll_at=ago(minutes=10),
        state=State.OK,
    )
    return replace(made, **changes)


def at_addresses(those: Iterable[Known]) -> dict[str, tuple[str, ...]]:
    """The keys at each canonical address, as the store looks them up."""
    found: dict[str, tuple[str, ...]] = {}
    for each in those:
        if each.url:
            found[canonical(each.url)] = (*found.get(canonical(each.url), ()), each.key)
    return found


def reading(entries: Iterable[Entry | str] = (), **changes: Any) -> Reading:
    """A whole list, newest first."""
    shown = tuple(entry(each) if isinstance(each, str) else each for each in entries)
    made = Reading(
        State.OK,
        entries=shown,
        listed=tuple(each.key for each in shown),
        complete=True,
        shown_by={each.key: "5ha" for each in shown},
    )
    return made.also(**changes)


def remembered(was: Before, read: Reading, difference: Difference, now: datetime) -> Before:
    """What a store would know after this poll: a model of the real one, as small as can be."""
    after = dict(was.known)
    for change in difference.changes:
        held = after.get(change.key)
        wording = change.version
        if held is None:
            held = Known(change.statement, change.key, change.url, wording, now, now, now)
        reworded = change.after is not None and change.after != change.before
        after[change.key] = replace(
            held,
            version=wording,
            deleted_at=now if change.kind is ChangeKind.DELETED else None,
            opened=change.key in read.looked_at if reworded else held.opened,
            recent=(*held.recent, (wording.captured_at, wording.hash)) if reworded else held.recent,
        )
    whole = read.complete and read.state in (State.OK, State.UNCHANGED)
    for key, held in after.items():
        rank = (read.listed.index(key) if key in read.listed else None) if whole else held.rank
        missing_at = (*held.missing_at, now) if key in difference.missing else () if whole else held.missing_at
        public = key in shown_public(read)
        gone_at = None if public or held.deleted_at else held.gone_at or (now if key in read.gone else None)
        after[key] = replace(held, rank=rank, missing_at=missing_at, gone_at=gone_at)
    return replace(
        was,
        known=after,
        addresses=at_addresses(after.values()),
        headlines=read.headlines,
        suspects=difference.missing if whole else was.suspects,
        baseline_at=was.baseline_at or (now if whole else None),
        last_whole_at=now if whole else was.last_whole_at,
        last_poll_at=now,
        state=read.state,
        told_held=bool(difference.held) if whole else was.told_held,
    )


def assessment(beat: str = "kh-jp", **changes: Any) -> Assessment:
    """A sure and routine one, on travel."""
    made = Assessment(True, False, Level.ROUTINE, 0.9, beat, "en", topics=("travel",), countries=("KH", "JP"))
    return replace(made, **changes)


def finding(kind: ChangeKind = ChangeKind.NEW, *assessments: Assessment, key: str = "a", **changes: Any) -> Finding:
    """A change of one statement with its assessments; `changes` are those of the change."""
    after = None if kind is ChangeKind.DELETED else version(entry(key))
    earlier = None if kind is ChangeKind.NEW else version(entry(key))
    change = Change(kind, statement_id("bridges", key), key, address(key), NOW, earlier, after)
    byline = Byline("bridges", "Office of Bridges", "plain", "JP", ("KH",), "UTC")
    return Finding(replace(change, **changes), byline, assessments or (assessment(),))


# ---------------------------------------------------------------- a kind that reads what `page` writes


def page(entries: Iterable[Entry | str] = (), headlines: Iterable[Headline] = (), **reading_: Any) -> bytes:
    """A document of the invented kind `plain`: a reading, written down."""
    shown = [entry(each) if isinstance(each, str) else each for each in entries]
    document: dict[str, Any] = {
        "entries": [asdict(each) for each in shown],
        "headlines": [asdict(each) for each in headlines],
        **reading_,
    }
    return json.dumps(document, default=iso).encode()


def plain(**changes: Any) -> Reader:
    """The invented kind: a list at LIST, each entry at its own address."""
    made = Reader(
        kind="plain",
        options=Options,
        every=timedelta(minutes=10),
        ask=lambda source, before: Request(LIST),
        read=_read,
        own=lambda source, one: Request(one.url, Purpose.ITEM, one.key) if one.url else None,
        home=lambda options: LIST,
        fingerprint="plain-2",
    )
    return replace(made, **changes)


def _read(capture: Capture, source: Source, before: Before) -> Reading:
    if capture.status == 404:
        key = capture.request.key or ""
        return Reading(State.PAGE_GONE, gone=(key,), proofs={key: "404 at its own address"})
    said = json.loads(capture.body)
    entries = tuple(Entry(**_timed(each)) for each in said["entries"])
    headlines = tuple(Headline(**_timed(each)) for each in said["headlines"])
    return Reading(
        State(said.get("state", "ok")),
        entries=entries,
        headlines=headlines,
        listed=tuple(each.key for each in (*entries, *headlines)),
        complete=said.get("complete", True),
        sees_back_to=_when(said.get("sees_back_to")),
        more=tuple(Request(url, Purpose.PAGE) for url in said.get("more", ())),
    )


def _timed(written: Mapping[str, Any]) -> dict[str, Any]:
    times = {name: _when(written[name]) for name in ("published_at", "edited_at") if name in written}
    media = tuple(Media(**each) for each in written.get("media", ()))
    return {**written, **times, **({"media": media} if "media" in written else {})}


def _when(written: str | None) -> When | None:
    return parse_iso(written) if written else None


Answer = bytes | int | State


class FakeDoor:
    """The way out, by script: for each address the answers to give one after the other; the last is given for ever.

    An answer is a body, a status without a body (304: unchanged), or the state in which the request failed.
    """

    def __init__(self, answers: Mapping[str, Answer | Sequence[Answer]]) -> None:
        self._answers = {
            url: list(given) if isinstance(given, (list, tuple)) else [given] for url, given in answers.items()
        }
        self.asked: list[str] = []
        self.asked_with: dict[str, Validators | None] = {}

    def fetch(self, request: Request, source: Source, validators: Validators | None) -> Capture:
        """The next answer of the script; 404 where it has none."""
        self.asked.append(request.url)
        self.asked_with[request.url] = validators
        given = self._answers.get(request.url, [404])
        answer = given.pop(0) if len(given) > 1 else given[0]
        capture = Capture(source.id, request, request.url, NOW, status=200)
        if isinstance(answer, State):
            return replace(capture, status=0, failure=answer, why=f"it is {answer}")
        if isinstance(answer, int):
            return replace(capture, status=answer, same_as_before=answer == 304)
        return replace(capture, body=answer, headers=(("etag", f'"{len(answer)}"'),))
