from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.assess.assess import assess
from monitor.assess.rules import Rules, compile_rules
from monitor.config.words import load_words
from monitor.model import Assessment, Beat, Level
from story import EMBASSY, PRIME_MINISTER

KH_JP = Beat("kh-jp", "Cambodia and Japan", ("KH", "JP"), ("travel", "aid"))
KH_FR = Beat("kh-fr", "Cambodia and France", ("KH", "FR"), ("travel", "aid"))
TOLD = [
    (side, language, text)
    for side, told in (("JP", EMBASSY), ("KH", PRIME_MINISTER))
    for language, text in told.items()
]


@cache
def rules() -> Rules:
    """The shipped words, compiled once."""
    return compile_rules(load_words())


def judged(text: str, beat: Beat = KH_JP, title: str | None = None, **known: object) -> Assessment:
    """What the shipped words make of a text."""
    return assess(title, text, beat=beat, rules=rules(), **known)  # type: ignore[arg-type]


@pytest.mark.parametrize(("side", "language", "text"), TOLD)
def test_both_statements_of_the_story_concern_the_beat(side: str, language: str, text: str) -> None:
    """Each side's statement of 22 August 2020 is relevant for Cambodia and Japan, in each of the three languages."""
    found = judged(text)
    assert (found.relevant, found.unsure, found.language) == (True, False, language)
    assert found.countries == ("KH", "JP")
    assert "travel" in found.topics
    assert side == "JP" or "aid" in found.topics


@pytest.mark.parametrize(("side", "language", "text"), TOLD)
def test_the_story_does_not_concern_another_pair(side: str, language: str, text: str) -> None:
    """Neither statement is relevant for Cambodia and France."""
    assert not judged(text, KH_FR).relevant
    assert not judged(text, KH_FR, side=side, about=["KH"]).relevant


@pytest.mark.parametrize("language", ["en", "ja", "km"])
def test_flights_that_resume_are_urgent(language: str) -> None:
    """What the prime minister asked of the airline cannot wait for a digest."""
    assert judged(PRIME_MINISTER[language]).level is Level.URGENT


@pytest.mark.parametrize(("side", "language", "text"), TOLD)
def test_every_reason_quotes_the_original(side: str, language: str, text: str) -> None:
    """A reason is a span of the text as published, and reasons name both the topic and the countries."""
    found = judged(text)
    assert all(text[each.start : each.end] == each.text for each in found.reasons)
    assert {"topic", "country"} <= {each.kind for each in found.reasons}


def test_a_reason_points_at_what_was_published_before_normalisation() -> None:
    """Zero-width characters, full-width letters and Khmer digits do not move a quotation."""
    text = "Ｊａｐａｎ gives Cam\u200bbodia a grant\u00a0of ១០ million dollars for visa\u200b-free travel."
    found = judged(text)
    assert found.relevant
    assert {each.text for each in found.reasons if each.kind == "country"} == {"Ｊａｐａｎ", "Cam\u200bbodia"}


def test_what_the_source_implies_counts() -> None:
    """An embassy that names only its own rules speaks of the country where it stands; the reason is said as such."""
    text = "Visa applications are accepted again from Monday. Applicants must bring the new form."
    assert judged(text, side="JP", about=["KH"]).relevant
    assert any("speaks for JP" in line for line in judged(text, side="JP", about=["KH"]).why)
    assert not judged(text).relevant


@pytest.mark.parametrize(
    "text",
    [
        "The Ministry of Rivers opened a new gauge. Boats may pass at the northern pier.",
        "Cambodia signed a loan of 50 million dollars with the World Bank for rural roads.",
        "A speech contest in the Japanese language was held at a school in Phnom Penh.",
        "ក្រសួងទន្លេប្រកាសថា កម្ពស់ទឹកនៅស្ថានីយខាងជើងមាន ៤ ម៉ែត្រ។",
        "川の省は、北の観測所の水位が4メートルであると発表した。",
    ],
)
def test_what_is_no_news_of_the_beat_is_not_relevant(text: str) -> None:
    """River levels, a lender's own loan and a speech contest are not travel or aid between the two countries."""
    assert not judged(text).relevant


@pytest.mark.parametrize(
    ("beat", "text"),
    [
        (("VN", "KR"), "Việt Nam và Hàn Quốc nối lại các chuyến bay thẳng từ ngày 1 tháng 10."),
        (("TH", "LA"), "ไทยและลาวเปิดด่านชายแดนอีกครั้งสำหรับนักท่องเที่ยว"),
        (("FR", "KH"), "La France accorde un don de 20 millions d'euros au Cambodge pour l'eau potable."),
        (("DE", "UA"), "Germany suspends visa-free travel for citizens of Ukraine from 1 May."),
    ],
)
def test_any_pair_of_countries_works(beat: tuple[str, str], text: str) -> None:
    """The words serve pairs that nobody thought of, in their own languages."""
    assert judged(text, Beat("x", "x", beat, ("travel", "aid"))).relevant


def test_with_three_countries_any_two_are_a_pair() -> None:
    """A beat of three countries is concerned by what two of them do."""
    trio = Beat("trio", "Three", ("KH", "JP", "VN"), ("aid",))
    found = judged("Japan will provide a grant of 2 billion yen to Viet Nam for a hospital.", trio)
    assert found.relevant
    assert found.countries == ("JP", "VN")


def test_a_text_that_could_not_be_read_whole_is_unsure() -> None:
    """A scan without text is never taken for one without news."""
    found = judged("", title="Announcement", whole=False)
    assert found.unsure
    assert not found.relevant


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=300), st.text(max_size=40) | st.none())
def test_no_text_breaks_the_assessment(text: str, title: str | None) -> None:
    """Whatever a page says, the assessment answers, and quotes only what stands there."""
    found = judged(text, title=title)
    assert 0 <= found.score <= 1
    for each in found.reasons:
        assert (text if each.field == "text" else title or "")[each.start : each.end] == each.text


@pytest.mark.parametrize(
    ("beat", "text"),
    [
        (("LA", "JP"), "ລັດຖະບານຍີ່ປຸ່ນ ມອບລົດສຸກເສີນ 4 ຄັນ ໃຫ້ໂຮງໝໍແຂວງຂອງລາວ."),
        (("ID", "JP"), "Jepang menghibahkan empat ambulans kepada rumah sakit di Indonesia."),
        (("VN", "JP"), "Nhật Bản trao tặng bốn xe cứu thương cho bệnh viện của Việt Nam."),
        (("TH", "JP"), "รัฐบาลญี่ปุ่นบริจาครถพยาบาล 4 คันให้โรงพยาบาลในประเทศไทย"),
        (("CN", "KH"), "中国向柬埔寨一家医院捐赠四辆救护车。"),
        (("KR", "KH"), "한국 정부는 캄보디아의 병원에 구급차 네 대를 기증했다."),
        (("FR", "KH"), "La France a fait don de quatre ambulances à un hôpital du Cambodge."),
    ],
)
def test_a_gift_is_known_in_every_language(beat: tuple[str, str], text: str) -> None:
    """Four ambulances for a hospital are aid, in whatever language an office says so."""
    assert judged(text, Beat("pair", "A pair", beat, ("travel", "aid"))).topics == ("aid",)


def test_a_rule_within_one_country_is_not_travel_between_two() -> None:
    """Trains between two towns of one side concern nobody who comes from the other."""
    text = "日曜日は大阪と京都の間の列車が運休します。お出かけの際はバスをご利用ください。"
    assert not judged(text, side="JP", about=["KH"]).relevant


def test_what_is_only_discussed_can_wait() -> None:
    """A ban that is weighed is no alarm; one that is announced is."""
    text = "The Office of Harbours of Japan {} a ban on flights from Cambodia."
    levels = [judged(text.format(word)).level for word in ("is considering", "announced")]
    assert levels == [Level.ROUTINE, Level.URGENT]


def test_a_word_of_change_counts_without_an_ending_too() -> None:
    """To halt is as much as halted."""
    assert judged("Japan decided to halt the sending of technical interns from Cambodia.").stance == "suspended"
