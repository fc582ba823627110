from dataclasses import replace
from datetime import date
from typing import Any

from fakes import NOW, assessment
from monitor.link.sides import Telling, compare
from monitor.model import Fact, Reason, Sides, Version

OURS = "The River Track begins in early September. Travellers stay at home for 14 days."
THEIRS = "The River Track begins on 1 October. Flights of River Air (RA) go again."


def telling(name: str, side: str | None, text: str, *said: tuple[str, str, dict[str, Any]]) -> Telling:
    """A statement with the facts and topic terms found in it: kind, quoted words, and what else is known of each."""
    facts = tuple(
        Fact(kind, "text", text.index(words), text.index(words) + len(words), words, **more)
        for kind, words, more in said
        if kind != "topic"
    )
    reasons = tuple(
        Reason("text", text.index(words), text.index(words) + len(words), words, "topic", "travel", **more)
        for kind, words, more in said
        if kind == "topic"
    )
    version = Version(1, None, text, name, NOW)
    return Telling(name, side, version, (assessment(facts=facts, reasons=reasons),))


TRACK = ("scheme", "River Track", {"value": "river-track"})
EARLY = ("date", "early September", {"from_": date(2026, 9, 1), "to": date(2026, 9, 10)})
OCTOBER = ("date", "1 October", {"from_": date(2026, 10, 1), "to": date(2026, 10, 1)})
STAY = ("duration", "14 days", {"value": 14, "unit": "day"})
AIRLINE = ("organisation", "River Air (RA)", {"value": "river-air"})


def what(found: Sides) -> dict[str, Any]:
    """The words of each line."""
    return {
        "both": [line.what for line in found.both],
        "only": {side: [line.what for line in lines] for side, lines in found.only.items()},
        "differ": [line.what for line in found.differ],
    }


def test_what_both_say_what_one_says_and_what_differs() -> None:
    """The named scheme is told by both, its start differs, the rest stands on one side alone."""
    found = compare([telling("a", "JP", OURS, TRACK, EARLY, STAY), telling("b", "KH", THEIRS, TRACK, OCTOBER, AIRLINE)])
    assert what(found) == {
        "both": ["River Track"],
        "only": {"JP": ["14 days"], "KH": ["River Air (RA)"]},
        "differ": ["early September"],
    }
    quotes = found.differ[0].quotes
    assert {side: quote.text for side, quote in quotes.items()} == {
        "JP": "The River Track begins in early September.",
        "KH": "The River Track begins on 1 October.",
    }
    assert all(
        quote.text == {"a": OURS, "b": THEIRS}[quote.statement][quote.start : quote.end] for quote in quotes.values()
    )


def test_a_month_and_its_beginning_do_not_differ() -> None:
    """`September` of the one side may be the `early September` of the other: both say it."""
    september = ("date", "September", {"from_": date(2026, 9, 1), "to": date(2026, 9, 30)})
    theirs = telling("b", "KH", "The River Track begins in September.", TRACK, september)
    assert what(compare([telling("a", "JP", OURS, TRACK, EARLY), theirs]))["differ"] == []


def test_terms_of_two_languages_that_mean_the_same_are_one() -> None:
    """What a term means decides, not how it is written."""
    ours = telling("a", "JP", "Direct flights go again.", ("topic", "Direct flights", {}))
    theirs = telling("b", "KH", "ជើងហោះហើរ", ("topic", "ជើងហោះហើរ", {"gloss": "flight"}))
    assert what(compare([ours, theirs])) == {"both": ["Direct flights"], "only": {}, "differ": []}


def test_a_thing_is_told_once() -> None:
    """A term of a topic in the name of a scheme or in a figure is no second thing, nor is the same thing said again."""
    again = "The River Track begins in early September. The Track takes flights, and flights again."
    ours = telling(
        "a", "JP", again, TRACK, EARLY, ("topic", "Track", {}), ("topic", "September", {}), ("topic", "flights", {})
    )
    twice = replace(ours.assessments[0], reasons=(*ours.assessments[0].reasons, *_later(again, "flights")))
    theirs = telling("b", "KH", "Nothing of it.")
    found = compare([replace(ours, assessments=(twice,)), theirs])
    assert what(found)["only"] == {"JP": ["River Track", "early September", "flights"]}


def _later(text: str, words: str) -> tuple[Reason, ...]:
    start = text.rindex(words)
    return (Reason("text", start, start + len(words), words, "topic", "travel"),)


def test_unlike_amounts_of_unlike_things_do_not_differ() -> None:
    """A grant for a hospital and one for a road are two things, though both are money."""
    ours = telling(
        "a",
        "JP",
        "A hospital gets 3 million yen.",
        ("scheme", "hospital", {"value": "hospital"}),
        ("money", "3 million yen", {"value": 3e6, "unit": "JPY"}),
    )
    theirs = telling(
        "b",
        "KH",
        "A road gets 5 million yen.",
        ("scheme", "road", {"value": "road"}),
        ("money", "5 million yen", {"value": 5e6, "unit": "JPY"}),
    )
    assert what(compare([ours, theirs]))["differ"] == []


def test_what_the_other_side_writes_too_is_not_told_of_one_alone() -> None:
    """A name that was not recognised with the other side, though it stands there, is not called missing."""
    theirs = telling("b", "KH", "The minister flew home by River Air (RA).")
    assert what(compare([telling("a", "JP", THEIRS, AIRLINE), theirs]))["only"] == {}


def test_one_side_alone_is_compared_with_nobody() -> None:
    """Two posts of one side, and one of no side, have no two sides."""
    told = [telling("a", "JP", OURS, TRACK), telling("b", "JP", OURS, EARLY), telling("c", None, THEIRS, AIRLINE)]
    assert compare(told) == Sides()


def test_a_translation_is_no_second_voice() -> None:
    """What an office of the other side puts into its own language is still the word of the first."""
    ours, theirs = telling("a", "JP", OURS, TRACK, EARLY, STAY), telling("b", "KH", OURS, TRACK, EARLY)
    assert what(compare([ours, theirs]))["both"] == ["River Track", "early September"]
    assert what(compare([ours, replace(theirs, of="a")])) == {"both": [], "only": {}, "differ": []}
    own = telling("c", "KH", THEIRS, TRACK, OCTOBER)
    assert what(compare([ours, replace(theirs, of="a"), own]))["differ"] == ["early September"]
    assert what(compare([ours, replace(theirs, of="elsewhere")]))["both"] == ["River Track", "early September"]
