"""`monitor link`: texts of an invented week, and the events that they report."""

import json

from command_line import Monitor

TEXTS = (
    {
        "id": "ours",
        "source": "embassy",
        "published_at": "2026-03-02",
        "text": "Students who apply for a visa must show a passport, a certificate and a ticket of a flight to Japan. "
        "It costs 35 dollars.",
    },
    {
        "id": "theirs",
        "source": "ministry",
        "published_at": "2026-03-03",
        "text": "Les étudiants qui demandent un visa doivent présenter un passeport, un certificat et un billet "
        "d'un vol vers le Japon. Il coûte 35 dollars.",
    },
    {
        "id": "other",
        "source": "embassy",
        "published_at": "2026-03-04",
        "text": "The Office of Bridges opens a bridge of 120 metres in April; 1,400 families live beside it.",
    },
)


def test_texts_are_given_their_events(monitor: Monitor) -> None:
    """A line for each text, in the order of the file, with what it shares with another where that is asked for."""
    said = monitor("link", "--why", "--countries", "KH,JP", stdin="\n".join(map(json.dumps, TEXTS)))
    assert said.status == 0
    ours, theirs, other = (json.loads(each) for each in said.out.splitlines())
    assert [each["id"] for each in (ours, theirs, other)] == ["ours", "theirs", "other"]
    assert ours["event"] == theirs["event"] != other["event"]
    assert (ours["why"], ours["translation_of"], theirs["translation_of"]) == ([], None, "ours")
    assert "35 dollars" in " ".join(theirs["why"])
