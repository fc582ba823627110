"""`monitor words`: which terms of a newsroom clash or never fire, and where they stand."""

from pathlib import Path

from command_line import Monitor

TERMS = "terms:\n  en:\n    strong: |\n      ferry licence\n    weak: |\n      ford\n      ferry licence\n"


def test_terms_of_a_newsrooms_own(monitor: Monitor, tmp_path: Path) -> None:
    """A term that clashes is told with the file and line of both places, and the exit status is 1."""
    path = tmp_path / "config" / "topics" / "rivers.yaml"
    path.parent.mkdir(parents=True)
    path.write_text(TERMS, "utf-8")
    said = monitor("words", "--config", str(tmp_path / "config"), "--format", "json")
    assert said.status == 1
    found = [each for each in said.json if each["term"] == "ferry licence"]
    assert found == [
        {
            "fault": "clash",
            "term": "ferry licence",
            "language": "en",
            "why": "strong and weak",
            "where": [f"{path}:4", f"{path}:7"],
        }
    ]


def test_terms_that_stand_in_no_text(monitor: Monitor, tmp_path: Path) -> None:
    """With a folder of texts, the terms that none of them holds are listed, with their lines."""
    (tmp_path / "one.txt").write_text("The embassy issues visas.", "utf-8")
    (tmp_path / "more.jsonl").write_text('{"title": "Flights", "text": "All flights are full."}\n', "utf-8")
    said = monitor("words", str(tmp_path), "--format", "json")
    silent = {each["term"]: each["where"] for each in said.json if each["fault"] == "silent"}
    assert "visa(s)" not in silent
    assert silent["open skies"][0].startswith("words/topics/travel.yaml:")
    (tmp_path / "more.jsonl").write_text("flights\n", "utf-8")
    said = monitor("words", str(tmp_path))
    assert (said.status, "more.jsonl, line 1" in said.err) == (2, True)
