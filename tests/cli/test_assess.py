"""`monitor assess`: an assessment as JSON, for one text or for lines."""

import json
from pathlib import Path

import pytest

from command_line import Monitor

FLIGHTS = "Direct flights between Cambodia and Japan will resume in May, the Office of Bridges said."
KEYS = "relevant unsure level score beat language topics countries stance reasons facts why decided_by"


def lines(*values: object) -> str:
    """JSON lines."""
    return "".join(f"{json.dumps(each)}\n" for each in values)


def test_one_text(monitor: Monitor) -> None:
    """A text about flights between two countries concerns their beat, and the words that say so are quoted."""
    found = monitor("assess", "--countries", "kh,jp", stdin=FLIGHTS).json
    assert " ".join(found) == KEYS
    assert (found["relevant"], found["beat"], found["topics"], found["countries"]) == (
        True,
        "kh-jp",
        ["travel"],
        ["KH", "JP"],
    )
    assert all(FLIGHTS[each["start"] : each["end"]] == each["text"] for each in found["reasons"])


def test_facts(monitor: Monitor) -> None:
    """What the text states is quoted, and its value is in the shape that programs rely on."""
    text = "Japan gives Cambodia 20 ambulances in early May, the Office of Bridges said."
    options = ("assess", "--countries", "KH,JP", "--published", "2026-04-20")
    facts = {each["kind"]: each for each in monitor(*options, stdin=text).json["facts"]}
    assert {facts["quantity"][key] for key in ("text", "value", "unit")} == {"20 ambulances", 20, "ambulance"}
    assert [facts["date"][key] for key in ("text", "from", "to")] == ["early May", "2026-05-01", "2026-05-10"]
    assert text[facts["date"]["start"] : facts["date"]["end"]] == "early May"
    assert " ".join(facts["date"]) == "kind field start end text value unit from to speaker reported_by"


def test_another_pair(monitor: Monitor) -> None:
    """The same text does not concern the beat of another pair."""
    assert monitor("assess", "--countries", "KH,FR", stdin=FLIGHTS).json["relevant"] is False


def test_lines(monitor: Monitor) -> None:
    """Each line is answered by a line that bears its id; what a line says goes before the options."""
    given = lines(
        {"id": "a", "text": FLIGHTS},
        {"id": "b", "text": FLIGHTS, "countries": ["KH", "FR"], "title": None},
        {"text": "The flights resume.", "side": "JP", "about": "KH", "published_at": "2026-03-02"},
    )
    said = monitor("assess", "--jsonl", "--countries", "KH,JP", stdin=f"{given}\n")
    assert said.status == 0
    found = [json.loads(each) for each in said.out.splitlines()]
    assert [(each["id"], each["beat"]) for each in found] == [("a", "kh-jp"), ("b", "kh-fr"), (None, "kh-jp")]
    assert [each["relevant"] for each in found][:2] == [True, False]
    assert " ".join(found[0]) == f"id {KEYS}"


def test_bad_lines(monitor: Monitor) -> None:
    """A line that cannot be read is told with its number; the others are answered, and the exit status is 1."""
    bad = [
        b"nope\n",
        lines({"text": 3}).encode(),
        b"[1]\n",
        lines({"text": "x", "countries": ["KH", "QQ"]}).encode(),
        lines({"text": "x", "countries": ["KH"]}).encode(),
        lines({"text": "x", "topics": ["trvel"]}).encode(),
        lines({"text": "x", "published_at": "yesterday"}).encode(),
        b'{"text": "\xff"}\n',
        b"[" * 200_000 + b"\n",
    ]
    said = monitor("assess", "--jsonl", "--countries", "KH,JP", stdin=b"".join(bad) + lines({"text": FLIGHTS}).encode())
    assert said.status == 1
    assert [each.split(":")[1].strip() for each in said.err.splitlines()] == [f"line {at}" for at in range(1, 10)]
    assert json.loads(said.out)["relevant"] is True


def test_half_a_letter(monitor: Monitor) -> None:
    """Half an emoji, which a site cut, does not keep a text from being judged."""
    found = monitor("assess", "--jsonl", "--countries", "KH,JP", stdin=f'{{"text": "\\ud83d {FLIGHTS}"}}\n').json
    assert found["relevant"] is True
    assert found["reasons"][0]["start"] == 2


def test_explained(monitor: Monitor) -> None:
    """With --explain the surest sentences are taken apart into terms and what each sign is worth, in order."""
    found = monitor("assess", "--countries", "KH,JP", "--explain", stdin=FLIGHTS).json
    first = found["explained"][0]
    assert first["sentence"] == FLIGHTS
    assert round(sum(first["signs"].values()), 2) == round(first["points"], 2)
    assert {"text": "Cambodia", "role": "country", "value": "KH", "gloss": ""} in first["terms"]
    assert {"text": "resume", "role": "stance", "value": "resumed", "gloss": ""} in first["terms"]
    start, sentence, *_, score, stance, level = found["reasoning"]
    assert start == "Read as English."
    assert sentence == f"1. On travel between Cambodia and Japan: “{FLIGHTS}”"
    assert f"Score {found['score']}: relevant (relevant from 0.5, unsure from 0.3)." in score
    assert stance == "What becomes of it: resumed."
    assert level.startswith("Level urgent: “")


@pytest.mark.parametrize(
    ("language", "visa", "grant"),
    [("en", "visa", "grant aid"), ("km", "ទិដ្ឋាការ", "ជំនួយឥតសំណង"), ("ja", "査証（ビザ）", "無償資金協力")],
)
def test_explained_in_the_newsrooms_language(
    monitor: Monitor, tmp_path: Path, language: str, visa: str, grant: str
) -> None:
    """Each term is glossed in the language of the newsroom, whatever the language of the text."""
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / "alerts.yaml").write_text(f"newsroom: {{language: {language}}}\n")
    lao = "ຍີ່ປຸ່ນ ຊ່ວຍເຫຼືອລ້າ ສປປ ລາວ."
    thai = "ญี่ปุ่นออกวีซ่าให้คนไทย"
    terms = {}
    for text, countries in ((lao, "LA,JP"), (thai, "TH,JP")):
        found = monitor("assess", "--countries", countries, "--explain", stdin=text).json
        terms |= {each["text"]: each["gloss"] for one in found["explained"] for each in one["terms"]}
    assert (terms["วีซ่า"], terms["ຊ່ວຍເຫຼືອລ້າ"]) == (visa, grant)


def test_what_was_set_aside_is_explained(monitor: Monitor) -> None:
    """A homonym that hid a term, and a text in which nothing was found, are told too."""
    text = "Japanese encephalitis is found in Cambodia."
    found = monitor("assess", "--countries", "KH,JP", "--explain", stdin=text).json
    assert any(each.startswith("Set aside: “Japanese encephalitis”") for each in found["reasoning"])
    assert found["reasoning"][-1].startswith("The surest sentence decides. Score 0.0: not relevant")


def test_wrong_options(monitor: Monitor) -> None:
    """Without countries, or with one that does not exist, nothing is judged and the exit status is 2."""
    for args in ([], ["--countries", "KH,QQ"], ["--countries", "KH"], ["--countries", "KH,JP", "--topics", "tea"]):
        said = monitor("assess", *args, stdin=FLIGHTS)
        assert (said.status, said.out, said.err.count("\n")) == (2, "", 1), said
    assert monitor("assess", "nowhere.txt", "--countries", "KH,JP").status == 2


def test_words_of_the_newsroom(monitor: Monitor, tmp_path) -> None:
    """A term that the newsroom adds in its own folder counts at once."""
    text = "The teahouse token between Cambodia and Japan starts."
    assert monitor("assess", "--countries", "KH,JP", stdin=text).json["reasons"] == []
    (tmp_path / "config" / "topics").mkdir(parents=True)
    (tmp_path / "config" / "topics" / "travel.yaml").write_text("terms: {en: {strong: [teahouse token]}}\n")
    found = monitor("assess", "--countries", "KH,JP", stdin=text).json
    assert "teahouse token" in [each["text"] for each in found["reasons"]]
