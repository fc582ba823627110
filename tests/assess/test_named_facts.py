"""People, bodies, schemes, routes and speakers: what a text names, quoted, with what they are called everywhere."""

from datetime import date
from pathlib import Path

import pytest

from monitor.assess.assess import assess
from monitor.assess.rules import Rules, compile_rules
from monitor.config.words import load_words
from monitor.model import Beat, Fact

BEAT = Beat(id="kh-jp", name="", countries=("KH", "JP"), topics=("travel", "aid"))
OFFICES = """
people:
  river-anna:
    names:
      en: River, Anna
      km: អាណ្ណា រីវើ
      ja: 川原, 杏奈
    offices:
      - {office: health minister, country: JP, from: 2021-03, to: 2023-08-22}
      - {office: prime minister, country: JP, from: 2023-08-22}
  river-bruno:
    names: {en: "River, Bruno", ja: "川原, 武"}
    offices: [{office: health minister, country: JP, from: 2023-08-22}]
"""
SCHEMES = """
known:
  River Scholarship:
    topic: aid
    names: {en: River Scholarship(s), ja: 川の奨学金}
"""
ORGANISATIONS = """
known:
  River Airways: {country: JP, names: {en: "River Airways", ja: リバー航空}}
"""


@pytest.fixture(scope="module")
def rules(tmp_path_factory: pytest.TempPathFactory) -> Rules:
    """The shipped words, with people and schemes that nobody knows."""
    folder: Path = tmp_path_factory.mktemp("config")
    for name, text in (("offices", OFFICES), ("schemes", SCHEMES), ("organisations", ORGANISATIONS)):
        (folder / f"{name}.yaml").write_text(text, "utf-8")
    return compile_rules(load_words(folder), ["KH", "JP"])


def read(rules: Rules, text: str, published: date = date(2022, 5, 1)) -> list[Fact]:
    """The facts of a text that Cambodia published."""
    facts = assess(None, text, beat=BEAT, rules=rules, side="KH", published_at=published).facts
    assert all(text[fact.start : fact.end] == fact.text for fact in facts)
    return list(facts)


def found(rules: Rules, kind: str, text: str, published: date = date(2022, 5, 1)) -> list[tuple[str, object]]:
    """Quote and value of each fact of a kind."""
    return [(fact.text, fact.value) for fact in read(rules, text, published) if fact.kind == kind]


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("Talks with Anna River ended.", "Anna River"),
        ("RIVER Anna, the Minister of Health of Japan, came.", "RIVER Anna, the Minister of Health of Japan"),
        ("Japanese Health Minister River came.", "Japanese Health Minister River"),
        ("H.E. Mrs. Anna River, Minister of Health, came.", "H.E. Mrs. Anna River, Minister of Health"),
        ("昨日、川原杏奈厚生労働大臣が訪問した。", "川原杏奈厚生労働大臣"),
        ("本日川原大臣が訪問した。", "川原大臣"),
        ("日本の川原厚生労働大臣は到着した。", "川原厚生労働大臣"),
        ("លោកជំទាវ អាណ្ណា រីវើ បានមកដល់។", "លោកជំទាវ អាណ្ណា រីវើ"),
    ],
)
def test_one_person_has_one_id_in_every_script_and_order(rules: Rules, text: str, quote: str) -> None:
    """English in both orders, Japanese by family name and office, Khmer with a title: the same minister."""
    assert found(rules, "person", text) == [(quote, "river-anna")]


def test_the_day_tells_who_held_the_office(rules: Rules) -> None:
    """“Health Minister River” is one person in 2022, and another after the office changed hands."""
    text = "Health Minister River signed."
    assert found(rules, "person", text, date(2022, 1, 1))[0][1] == "river-anna"
    assert found(rules, "person", text, date(2024, 1, 1))[0][1] == "river-bruno"
    assert found(rules, "person", "Prime Minister River signed.", date(2024, 1, 1))[0][1] == "river-anna"


def test_a_family_name_alone_is_who_was_named_in_full(rules: Rules) -> None:
    """Without an office beside it, a family name means nobody, unless the text names one of the family."""
    assert found(rules, "person", "Mr. River came.") == [("Mr. River", "River")]
    assert found(rules, "person", "Bruno River came. Mr. River left.")[1] == ("Mr. River", "river-bruno")


@pytest.mark.parametrize(
    ("text", "quote", "name"),
    [
        ("The Hon. Otto Weir, Minister of Bridges and Ferries, spoke.", "Hon. Otto Weir", "Otto Weir"),
        ("It was received by Dr. Mona Dike.", "Dr. Mona Dike", "Mona Dike"),
        ("Chinese Ambassador to Cambodia, Pia Ford, spoke.", "Pia Ford", "Pia Ford"),
        ("ឯកឧត្តម កែវ ដារ៉ាវុធ បានចូលរួម។", "ឯកឧត្តម កែវ ដារ៉ាវុធ", "កែវ ដារ៉ាវុធ"),
        ("លោក Otto Weir រដ្ឋមន្ត្រី បានមកដល់", "លោក Otto Weir រដ្ឋមន្ត្រី", "Otto Weir"),
        ("橋爪外務大臣が表明した。", "橋爪外務大臣", "橋爪"),
        ("小川原報道官が表明した。", "小川原報道官", "小川原"),
        ("The ministry's spokesman, Otto Weir, spoke.", "spokesman, Otto Weir", "Otto Weir"),
        ("オットー・ウィア大使が出席した。", "オットー・ウィア大使", "オットー・ウィア"),
        ("水門一郎氏は到着した。", "水門一郎氏", "水門一郎"),
        ("นายสมหมาย ริมน้ำ รัฐมนตรี กล่าวว่า", "นายสมหมาย ริมน้ำ รัฐมนตรี", "สมหมาย ริมน้ำ"),
        ("Thủ tướng Bờ Văn Sông đến.", "Thủ tướng Bờ Văn Sông", "Bờ Văn Sông"),
        ("강다리 총리는 도착했다.", "강다리 총리", "강다리"),
        ("M. Otto Digue, ministre des Finances, est venu.", "M. Otto Digue, ministre des Finances", "Otto Digue"),
        ("Menteri Kesehatan Otto Bendung tiba.", "Menteri Kesehatan Otto Bendung", "Otto Bendung"),
        ("ທ່ານ ຄຳໃສ ແມ່ນ້ຳ ໄດ້ມາ", "ທ່ານ ຄຳໃສ ແມ່ນ້ຳ", "ຄຳໃສ ແມ່ນ້ຳ"),
    ],
)
def test_title_and_office_give_away_a_name(rules: Rules, text: str, quote: str, name: str) -> None:
    """Whom no list knows is quoted with what stands beside the name, in every language of the beat."""
    [(told, value)] = found(rules, "person", text)
    assert (quote in told, value) == (True, name)


@pytest.mark.parametrize(
    "text",
    [
        "The Prime Minister of Japan spoke.",
        "The Minister of Tourism Development spoke.",
        "Ambassador Meets President",
        "外務省は元首相の訪問を歓迎した。摂氏三十度。",
        "ថ្ងៃទី៤ កញ្ញា ២០២៤ លោកអ្នក",
        "河川大臣が視察した。",
        "นายจ้างต้องจ่าย",
        "The General Department of Immigration.",
    ],
)
def test_an_office_is_no_name(rules: Rules, text: str) -> None:
    """Offices without a name, headlines, the month that reads like Miss, and employers name nobody."""
    assert found(rules, "person", text) == []


@pytest.mark.parametrize(
    ("text", "quote", "value"),
    [
        ("River Airways flies again.", "River Airways", "River Airways"),
        ("リバー航空は再開する。", "リバー航空", "River Airways"),
        ("The Ministry of Bridges and Ferries said no.", "Ministry of Bridges and Ferries", None),
        ("The Weir and Lock Agency (WLA) gave.", "Lock Agency (WLA)", None),
        ("The Embassy of Japan in Cambodia announces.", "Embassy of Japan in Cambodia", "Embassy of Japan in Cambodia"),
        ("ក្រសួងស្ពាន និងសាឡាង បានប្រកាស", "ក្រសួងស្ពាន និងសាឡាង", None),
        ("堰堤庁が発表した。", "堰堤庁", None),
        ("ឯកសារ ពី ចៃកា ។", "ចៃកា", "Japan International Cooperation Agency"),
        ("The Ministry of Bridges and the Weir Agency agree.", "Ministry of Bridges", None),
        ("関係省庁、外務省が協議した。", "外務省", None),
    ],
)
def test_a_body_is_known_or_says_that_it_is_one(rules: Rules, text: str, quote: str, value: str | None) -> None:
    """One that is listed has one value in all languages; any other is called as it stands."""
    assert (quote, value or quote) in found(rules, "organisation", text)


def test_a_scheme_has_one_value_in_all_languages(rules: Rules) -> None:
    """A listed scheme in two languages, and one that only its last word gives away."""
    assert found(rules, "scheme", "Two River Scholarships.") == [("River Scholarships", "River Scholarship")]
    assert found(rules, "scheme", "川の奨学金") == [("川の奨学金", "River Scholarship")]
    assert found(rules, "scheme", "The Weir Keepers Scholarship opens.")[0][1] == "Weir Keepers Scholarship"


@pytest.mark.parametrize(
    ("text", "quote", "value"),
    [
        ("Flights between Phnom Penh and Narita resume.", "Phnom Penh and Narita", "NRT-PNH"),
        ("The Narita–Phnom Penh flight is daily.", "Narita–Phnom Penh", "NRT-PNH"),
        ("成田＝プノンペン線を再開する。", "成田＝プノンペン", "NRT-PNH"),
        ("ជើងហោះហើរពីភ្នំពេញ ទៅ ណារីតា", "ភ្នំពេញ ទៅ ណារីតា", "NRT-PNH"),
        ("Direct flights between Cambodia and Japan.", "Cambodia and Japan", "JP-KH"),
        ("Flights between Phnom Penh and Japan resume.", "Phnom Penh and Japan", "JP-PNH"),
        ("関西－シェムリアップ便が就航する。", "関西－シェムリアップ", "KIX-SAI"),
    ],
)
def test_two_places_are_a_route_where_flights_are_spoken_of(rules: Rules, text: str, quote: str, value: str) -> None:
    """In whatever order and script they stand, one route has one value."""
    assert found(rules, "route", text) == [(quote, value)]


def test_places_without_a_flight_or_a_border_are_no_route(rules: Rules) -> None:
    """Ties between two capitals, and a train between two cities of one country."""
    assert found(rules, "route", "Friendship between Phnom Penh and Tokyo.") == []
    assert found(rules, "route", "Flights from Tokyo to Osaka.") == []


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("Anna River said that Japan would give 5,000 masks.", "river-anna"),
        ("The Prime Minister said that Japan would give 5,000 masks.", "Prime Minister"),
        ("According to River Airways, 5,000 masks were flown in.", "River Airways"),
        ("ឯកឧត្តម កែវ ដារ៉ាវុធ បានមានប្រសាសន៍ថា ជប៉ុននឹងផ្តល់ម៉ាស់ ៥.០០០ គ្រឿង", "កែវ ដារ៉ាវុធ"),
        ("川原厚生労働大臣は、5,000人を受け入れると述べた。", "river-anna"),
        ("「5,000人を受け入れる」と川原厚生労働大臣は述べた。", "river-anna"),
        ("Japan would give 5,000 masks, the Prime Minister said on Monday.", "Prime Minister"),
        ("5,000 masks were flown in, according to River Airways.", "River Airways"),
        ("“We give 5,000 masks”, said the spokesman Anna River.", "river-anna"),
        ("외교부에 따르면 5,000명이 귀국했다.", "외교부"),
        ("Selon le ministère de la Rivière, 5 000 masques sont arrivés.", "ministère de la Rivière"),
    ],
)
def test_what_is_reported_is_not_our_own_word(rules: Rules, text: str, speaker: str) -> None:
    """A figure within reported speech carries who said it and which side reports it."""
    [figure] = [fact for fact in read(rules, text) if fact.kind == "quantity"]
    assert (figure.speaker, figure.reported_by) == (speaker, "KH")


def test_the_speaker_is_no_part_of_the_speech(rules: Rules) -> None:
    """Who speaks, and what the text says in its own words, carry no speaker."""
    text = "The ministry gave 300 tents. Anna River said that 5,000 masks would follow."
    assert [fact.speaker for fact in read(rules, text) if fact.kind in ("quantity", "person")] == [
        None,
        None,
        "river-anna",
    ]
