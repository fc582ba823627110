"""The JSON shapes that programs rely on."""

from datetime import UTC, date, datetime

from export_samples import statement
from monitor.export import shapes
from monitor.model import (
    Byline,
    Change,
    ChangeKind,
    Chapter,
    Delivery,
    DeliveryState,
    Entry,
    Fact,
    Finding,
    Headline,
    Media,
    Notice,
    NoticeKind,
    Owed,
    Reading,
    State,
    Version,
)

AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def version(number: int, text: str) -> Version:
    """A wording."""
    return Version(number, "Bridge", text, "hash", AT)


def owed(subject: Finding | Notice) -> Owed:
    """A delivery on the channel `desk`."""
    return Owed(7, Delivery("desk", "key", "A-7K2QM4", subject, AT, ("kh-jp",)), DeliveryState.OWED, AT, 0, AT)


def test_reading() -> None:
    """A reading tells its file, its state, whether it is whole, and what was read; what is absent is null."""
    entry = Entry("k", None, None, "text", date(2026, 3, 1), media=(Media("https://x.example/1.png", "image"),))
    headline = Headline("h", "https://x.example/h", "H")
    found = shapes.reading(Reading(State.OK, entries=(entry,), headlines=(headline,), complete=True), "a.xml")
    assert {name: found[name] for name in ("file", "state", "why", "complete", "sees_back_to")} == {
        "file": "a.xml",
        "state": "ok",
        "why": "",
        "complete": True,
        "sees_back_to": None,
    }
    assert found["headlines"] == [{"key": "h", "url": "https://x.example/h", "title": "H", "published_at": None}]
    expected = {
        "key": "k",
        "url": None,
        "title": None,
        "text": "text",
        "published_at": "2026-03-01",
        "published_as_written": None,
        "edited_at": None,
        "author": None,
        "language": None,
        "media": [{"url": "https://x.example/1.png", "type": "image"}],
    }
    assert {name: found["entries"][0][name] for name in expected} == expected


def test_fact() -> None:
    """A fact's range is told as `from` and `to`."""
    fact = Fact("date", "text", 0, 15, "early September", from_=date(2020, 9, 1), to=date(2020, 9, 10))
    assert " ".join(shapes.plain(fact)) == "kind field start end text value unit from to speaker reported_by"
    assert shapes.plain(fact)["from"] == "2020-09-01"


def test_history() -> None:
    """An edit in a statement's history tells which words went and which came; a deletion repeats none."""
    history = shapes.told(
        statement(),
        [
            Chapter(ChangeKind.NEW, AT, version(1, "Opens in early May."), (), None, True),
            Chapter(ChangeKind.EDITED, AT, version(2, "Opens in June."), (), None, True),
            Chapter(ChangeKind.DELETED, AT, version(2, "Opens in June."), (), None, True, proof="404"),
        ],
    )
    new, edited, deleted = history["history"]
    assert new["diff"] is None
    assert deleted["diff"] is None
    assert [piece for piece in edited["diff"]["text"] if piece["kind"] != "same"] == [
        {"kind": "gone", "text": "early May"},
        {"kind": "come", "text": "June"},
    ]


def test_delivery() -> None:
    """A delivery tells which alert it is, about what, and what the channel answered."""
    change = Change(ChangeKind.NEW, "a2b3c4d5e6", "k", None, AT, None, version(1, "Opens."))
    finding = Finding(change, Byline("bridges", "Office of Bridges", "feed", "JP", (), "UTC"))
    found = shapes.delivery(owed(finding))
    assert (found["alert"], found["about"], found["statement"], found["text"]) == (
        "A-7K2QM4",
        "new",
        "a2b3c4d5e6",
        "Bridge",
    )
    told = shapes.delivery(owed(Notice(NoticeKind.GAP, "monitor", "We were blind.", "", AT, "gap")))
    assert (told["about"], told["statement"], told["text"]) == ("gap", None, "We were blind.")
