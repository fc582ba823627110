"""The words of alerts in three languages."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import time, timedelta
from importlib.resources import files
from typing import Any

import pytest
from pydantic import BaseModel
from ruamel.yaml import YAML

from alert_samples import NEWSROOM, SEEN, assessment, delivery, edit, finding, linked, notice
from monitor.alert import trouble
from monitor.alert.channel import Message
from monitor.alert.message import alert, bundle
from monitor.alert.phrases import phrases
from monitor.assess.terms import Term
from monitor.assess.words import Words
from monitor.config.templates import told_in
from monitor.config.words import load_words
from monitor.model import (
    Before,
    ChangeKind,
    DeliveryState,
    Difference,
    Digest,
    Finding,
    Held,
    Notice,
    NoticeKind,
    Owed,
    Reading,
    Routing,
    Source,
    State,
)
from monitor.notice import Day, gap, heartbeat, of_poll
from monitor.trouble import changed, config

NOW = SEEN + timedelta(days=1)
_VALUES = re.compile(r"\{(\w+)\}")


def table(language: str) -> dict[str, Any]:
    """The file of a language."""
    path = files("monitor") / "words" / "alerts" / f"{language}.yaml"
    return YAML(typ="safe").load(path.read_text(encoding="utf-8"))  # type: ignore[no-any-return]


def glosses(node: object) -> Iterator[str]:
    """All that the shipped terms of topics are glossed by."""
    if isinstance(node, Term):
        yield node.gloss
    elif isinstance(node, Words):
        yield from glosses(node.topics)
    elif isinstance(node, BaseModel):
        yield from glosses({key: getattr(node, key) for key in type(node).model_fields})
    elif isinstance(node, dict | tuple):
        for each in node.values() if isinstance(node, dict) else node:
            yield from glosses(each)


def told(subject: Finding, language: str) -> Message:
    """The alert in a language."""
    return alert(delivery(subject), replace(NEWSROOM, language=language), NOW)


def every_kind() -> Iterator[Finding]:
    """A finding of each kind."""
    times = {"last_seen_at": SEEN, "missing_at": (SEEN + timedelta(minutes=5), SEEN + timedelta(minutes=18))}
    for kind in (ChangeKind.NEW, ChangeKind.RESTORED):
        yield finding(kind=kind)
    yield finding(kind=ChangeKind.DELETED, proof="404 at its own address", **times)
    yield edit("Stay for 14 days. Harbour Track.", "Stay for 10 days. Harbour Track.", **times)
    yield replace(finding(), linked=linked(why=("both name the name “Boats”, as in s9",)))
    yield replace(finding(at=SEEN + timedelta(hours=9)), pasted=True)


@pytest.mark.parametrize("language", [each for each in told_in() if each != "en"])
def test_every_phrase_stands_in_every_language(language: str) -> None:
    """Each has the same keys as English, and in each phrase the same values."""
    english, other = table("en")["phrases"], table(language)["phrases"]
    assert english.keys() == other.keys()
    for key, phrase in english.items():
        assert set(_VALUES.findall(other[key])) == set(_VALUES.findall(phrase)), (language, key)
    for said, translated in table(language)["sentences"].items():
        assert set(_VALUES.findall(translated)) <= set(_VALUES.findall(said)), (language, said)
        assert len(set(_VALUES.findall(said))) == len(_VALUES.findall(said)), said


def test_khmer_and_japanese_know_the_same_sentences_and_terms() -> None:
    """What one can tell of earlier stages, the other can too."""
    khmer, japanese = table("km"), table("ja")
    assert khmer["sentences"].keys() == japanese["sentences"].keys()
    assert khmer["glosses"].keys() == japanese["glosses"].keys()


def test_glosses_are_those_of_our_terms() -> None:
    """What is translated is what terms are glossed by; a few that were reworded since are told in English."""
    translated = set(table("ja")["glosses"])
    assert len(translated - set(glosses(load_words()))) < len(translated) / 10


def test_every_kind_of_change_and_notice_has_its_words() -> None:
    """No kind is told by its code."""
    known = table("en")["phrases"]
    assert {f"change.{kind}" for kind in ChangeKind} | {f"count.{kind}" for kind in ChangeKind} <= known.keys()
    assert {f"notice.{kind}" for kind in NoticeKind} <= known.keys()


def test_japanese() -> None:
    """A Japanese newsroom reads its own language, and the source's words as published."""
    message = told(next(every_kind()), "ja")
    assert message.title == "JP · 新規 · 渡航 · 緊急 — Ministry of Rivers (フェイスブック)"
    assert "投稿：プノンペン時間2026年3月2日 19:42（東京時間21:42）、確認：2026年3月2日 19:44" in message.body
    assert "“… The Harbour Track will begin as early as early September. …”" in message.body
    assert "国名「カンボジア」" not in message.body  # the word stands in another language, so it is shown
    assert "Cambodia［国名：カンボジア］" in message.body


def test_khmer() -> None:
    """A Khmer newsroom reads a loss as carefully as an English one."""
    gone = finding(kind=ChangeKind.DELETED, last_seen_at=SEEN, missing_at=(SEEN + timedelta(minutes=5),))
    message = alert(delivery(gone), replace(NEWSROOM, language="km"), SEEN + timedelta(minutes=9))
    assert message.title.startswith("JP · លែងផ្សាយជាសាធារណៈ · ការធ្វើដំណើរ · បន្ទាន់ — ")
    assert "ឃើញចុងក្រោយម៉ោង 19:44 នៅភ្នំពេញ (21:44 នៅតូក្យូ), រកមិនឃើញនៅម៉ោង 19:49" in message.body
    assert "លុប ឬលាក់ យើងមិនអាចដឹងបានទេ" in message.body


@pytest.mark.parametrize("language", ["km", "ja"])
def test_no_english_is_left(language: str) -> None:
    """Whatever is told of a finding is told in the newsroom's language: of ours nothing stays in English."""
    ours = table("en")["phrases"].values()
    english = {word for phrase in ours for word in re.findall(r"[a-z]{4,}", _VALUES.sub(" ", phrase))}
    for subject in every_kind():
        plain = replace(subject, assessments=(replace(assessment(), reasons=()),))
        lines = [block for block in told(plain, language).items[0].blocks if isinstance(block, str)]
        left = {word for line in lines for word in re.findall(r"[a-z]{4,}", re.sub("“.*?”", "", line))}
        assert not left & english, (left & english, lines)


def test_a_language_without_a_table_is_told_in_english() -> None:
    """No alert is lost because nobody has translated it."""
    assert told(finding(), "fr").title == told(finding(), "en").title


def test_words_in_the_newsrooms_own_language_need_no_gloss() -> None:
    """A Japanese term is not explained to a Japanese desk."""
    own = assessment()
    said = told(replace(finding(), assessments=(replace(own, language="ja"),)), "ja").body
    assert "Harbour Track；" in said
    assert "Harbour Track [入国の枠組み]" in told(finding(), "ja").body


def test_a_digest_counts_in_its_language() -> None:
    """Counts read as the language counts."""
    rows = [delivery(finding(statement=f"s{number}")) for number in range(2)] + [delivery(notice())]
    japanese = replace(NEWSROOM, language="ja")
    (message,) = bundle([replace(row, digest=True, held=Held.LATE) for row in rows], japanese, NOW)
    assert message.title == "遅れて配信 · 新規2件、お知らせ1件"


def test_notices_are_told_in_the_newsrooms_language() -> None:
    """What operators are told is stored in English and read in their language, moments on their clock."""
    japanese = replace(NEWSROOM, language="ja")
    told_broken = alert(delivery(replace(notice(), mend="nothing to do")), japanese, SEEN)
    assert (
        told_broken.title == "発信元を読み取れず — Ministry of Riversはプノンペン時間19:00から読み取れない：login-wall"
    )
    assert told_broken.body.startswith("対応：必要なし\n")
    strange = alert(delivery(notice(text="Rivers rise.")), japanese, SEEN)
    assert strange.title == "発信元を読み取れず — Rivers rise."


def english_notices() -> Iterator[Notice]:
    """Each notice that a poll, a channel, a person or the clock gives rise to."""
    spoken = Source("rivers", "Ministry of Rivers", "feed", None, "https://rivers.test/")
    failed = Reading(State.LOGIN_WALL, "HTTP 302")
    for before, reading, difference in (
        (Before(failures=9), failed, Difference()),
        (Before(failures=9), Reading(State.OFFLINE), Difference()),
        (Before(told_broken=True, broken_since=SEEN), Reading(State.OK), Difference()),
        (Before(), Reading(State.OK), Difference(held=("a", "b"))),
        (Before(), Reading(State.OK), Difference(changes=(finding(flapping=True).change,))),
    ):
        yield from of_poll(spoken, before, reading, difference, SEEN)
    yield gap(SEEN, NOW)
    yield from changed({}, config(("sources.yaml:1:1: x",), SEEN), SEEN)[0]
    yield trouble.down("desk", 1, SEEN, "503", SEEN)
    yield trouble.back("desk", 1, SEEN)
    row = Owed(1, delivery(finding()), DeliveryState.OWED, SEEN, 0, SEEN)
    yield trouble.given_up([row], "404", SEEN)
    yield trouble.lost(row, "desk@newsroom.test: 550", SEEN)


@pytest.mark.parametrize("language", ["km", "ja"])
def test_every_notice_has_its_sentence(language: str) -> None:
    """Where a notice is reworded, the tables follow: this test names it."""
    say = phrases(language)
    notices = list(english_notices())
    assert len(notices) == 11
    assert [each.text for each in notices if say.sentence(each.text) == each.text] == []


def test_a_sentence_that_a_stranger_wrote_keeps_nobody_busy() -> None:
    """A notice quotes what a server says; a text made of our own sentences is told at once."""
    hostile = " cannot be read since x: y (z" * 100_000
    assert phrases("ja").sentence(hostile).endswith(" x: y (z")


def test_a_value_may_be_a_sentence() -> None:
    """What stands in a sentence is told in the language, too."""
    japanese = phrases("ja")
    assert japanese.sentence("both name the name “Boats”, as in s9") == "双方に“Boats”（s9）"
    assert japanese.sentence("nothing to do, says a stranger") == "nothing to do, says a stranger"


def test_a_heartbeat_is_told_line_by_line() -> None:
    """Its counts and each particular are sentences of their own."""
    counts = {"polls": 9, "new statements": 2, "alerts sent": 1, "alerts waiting": 0}
    counts |= {"alerts given up": 0, "broken sources": 1}
    day = Day(counts, blind={"Office of Bridges": timedelta(hours=2)})
    routing = Routing(NEWSROOM, heartbeat=Digest((time(8),), ("ops",)))
    told_well = heartbeat(routing, None, day, SEEN)
    assert told_well is not None
    message = alert(delivery(told_well), replace(NEWSROOM, language="ja"), SEEN)
    assert "巡回9回、新しい発表2件" in message.title + message.body
    assert "Office of Bridgesを2h監視できず" in message.body
