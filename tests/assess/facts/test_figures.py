"""Amounts, shares, lengths of time and counts, in every language that has a file of them."""

from itertools import pairwise

import pytest
from babel.numbers import get_currency_name
from hypothesis import given, settings
from hypothesis import strategies as st
from stated import figures, rules

from monitor.text.normalise import fold

Told = tuple[str, str, object, str | None]


def told(text: str, language: str, **known: object) -> list[Told]:
    """Kind, quote, value and unit of each figure."""
    return [(each.kind, each.text, each.value, each.unit) for each in figures(text, language, **known)]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("language", "written", "value", "unit"),
    [
        ("en", "2 billion yen", 2_000_000_000, "JPY"),
        ("en", "USD 2.8bn", 2_800_000_000, "USD"),
        ("en", "US$127,000", 127_000, "USD"),
        ("en", "Japanese Yen 45,428 million", 45_428_000_000, "JPY"),
        ("en", "(SAR) 273.75 million", 273_750_000, "SAR"),
        ("en", "5,000,000,000 (five billion) riels", 5_000_000_000, "KHR"),
        ("en", "nearly two hundred and fifty million baht", 250_000_000, "THB"),
        ("en", "6-8 million euros", "6000000-8000000", "EUR"),
        ("en", "300 000 000 FCFA", 300_000_000, "XOF"),
        ("en", "10 crore Indian rupees", 100_000_000, "INR"),
        ("km", "៦,៣លានដុល្លារ", 6_300_000, "USD"),
        ("km", "ជាង ២០ពាន់លានយ៉េន", 20_000_000_000, "JPY"),
        ("km", "៥០០.០០០រៀល", 500_000, "KHR"),
        ("km", "២លាន ៣សែនដុល្លារអាមេរិក", 2_300_000, "USD"),
        ("ja", "20億円", 2_000_000_000, "JPY"),
        ("ja", "約1億2,000万円", 120_000_000, "JPY"),
        ("ja", "2億5千万円", 250_000_000, "JPY"),
        ("ja", "二千万円", 20_000_000, "JPY"),
        ("ja", "2 , 000 万 円", 20_000_000, "JPY"),
        ("ja", "１．５兆ウォン", 1_500_000_000_000, "KRW"),
        ("th", "983 ล้านบาท", 983_000_000, "THB"),
        ("th", "983 ลบ.", 983_000_000, "THB"),
        ("en", "SDR 14.3 million", 14_300_000, "XDR"),
        ("th", "กว่า 5 พันล้านเยน", 5_000_000_000, "JPY"),
        ("vi", "20 tỷ đồng", 20_000_000_000, "VND"),
        ("vi", "khoảng 1,5 triệu đô la Mỹ", 1_500_000, "USD"),
        ("zh", "1.2亿元人民币", 120_000_000, "CNY"),
        ("zh", "约500万美元", 5_000_000, "USD"),
        ("ko", "1조5천억 원", 1_500_000_000_000, "KRW"),
        ("ko", "약 500만 달러", 5_000_000, "USD"),
        ("fr", "1,5 million d'euros", 1_500_000, "EUR"),
        ("fr", "5 et 8 millions de dollars", "5000000-8000000", "USD"),
        ("fr", "1,2 Md€", 1_200_000_000, "EUR"),
        ("en", "15 mn dollars", 15_000_000, "USD"),
        ("lo", "2 ຕື້ເຢນ", 2_000_000_000, "JPY"),
        ("id", "Rp 500 juta", 500_000_000, "IDR"),
        ("id", "1,5 juta dolar AS", 1_500_000, "USD"),
    ],
)
def test_money_is_quoted_and_counted(language: str, written: str, value: object, unit: str) -> None:
    """Whatever the scale, the script and the order of words: the quote is what stands there, the value is the sum."""
    said = f"entre {written}" if " et " in written else written
    assert told(f"Rivers: {said}.", language) == [("money", written, value, unit)]


def test_whose_rupees_are_meant_is_known_from_the_country() -> None:
    """Rs. are those of the country where the source writes, else of the one that is named most; else nobody's."""
    assert told("Rs. 468 million", "en", timezone="Asia/Colombo") == [("money", "Rs. 468 million", 468_000_000, "LKR")]
    assert told("Rs. 468 million", "en", countries=("JP", "NP"))[0][3] == "NPR"
    assert told("Rs. 468 million", "en")[0][3] is None
    assert told("$5", "en")[0][3] == "USD"
    assert told("$5", "en", timezone="Australia/Sydney")[0][3] == "AUD"


def test_two_amounts_side_by_side_keep_their_own_currency() -> None:
    """A currency between two numbers belongs to one of them."""
    assert [each[1:] for each in told("983 ล้านบาท 20 ล้านดอลลาร์สหรัฐ", "th")] == [
        ("983 ล้านบาท", 983_000_000, "THB"),
        ("20 ล้านดอลลาร์สหรัฐ", 20_000_000, "USD"),
    ]
    assert [each[1:] for each in told("LKR 30 million (USD 100,000)", "en")] == [
        ("LKR 30 million", 30_000_000, "LKR"),
        ("USD 100,000", 100_000, "USD"),
    ]


@pytest.mark.parametrize(
    ("language", "written", "value"),
    [
        ("en", "nearly 15 percent", 15),
        ("en", "3.5 per cent", 3.5),
        ("km", "១៥%", 15),
        ("km", "ប្រមាណ ១៥ភាគរយ", 15),
        ("ja", "約１５パーセント", 15),
        ("th", "ร้อยละ 15", 15),
        ("vi", "15,5%", 15.5),
        ("zh", "百分之十五", 15),
        ("ja", "約6割", 60),
        ("ko", "15퍼센트", 15),
        ("fr", "15 %", 15),
        ("lo", "15%", 15),
        ("id", "hampir 15 persen", 15),
    ],
)
def test_a_share_is_quoted_with_its_hedge(language: str, written: str, value: float) -> None:
    """Nearly 15 percent is not 15 percent: the quote says so."""
    assert told(f"· {written} ·", language) == [("percent", written, value, "%")]


@pytest.mark.parametrize(
    ("language", "written", "value"),
    [
        ("en", "14-day", "P14D"),
        ("en", "two weeks", "P2W"),
        ("en", "thirty (30) days", "P30D"),
        ("en", "2-3 months", "P2M/P3M"),
        ("km", "១៤ថ្ងៃ", "P14D"),
        ("km", "ពីរសប្តាហ៍", "P2W"),
        ("ja", "14日間", "P14D"),
        ("ja", "6か月", "P6M"),
        ("ja", "30日以内", "P30D"),
        ("ko", "2년간", "P2Y"),
        ("th", "ไม่เกิน 90 วัน", "P90D"),
        ("th", "สองสัปดาห์", "P2W"),
        ("vi", "hai tuần", "P2W"),
        ("zh", "六个月", "P6M"),
        ("ko", "14일간", "P14D"),
        ("fr", "deux semaines", "P2W"),
        ("lo", "14 ວັນ", "P14D"),
        ("id", "dua minggu", "P2W"),
    ],
)
def test_a_length_of_time_is_no_date(language: str, written: str, value: str) -> None:
    """Quarantines and terms, as ISO 8601 writes them."""
    assert told(f"· {written} ·", language) == [("duration", written, value, None)]


@pytest.mark.parametrize(
    ("language", "written", "value", "unit"),
    [
        ("en", "over 300,000 doses", 300_000, "dose"),
        ("en", "58 students", 58, "student"),
        ("en", "twelve ambulances", 12, "ambulance"),
        ("en", "13 regional airports", 13, "airport"),
        ("en", "800 full scholarships", 800, "scholarship"),
        ("en", "three suspension bridges", 3, "bridge"),
        ("ja", "5,000平方メートル", 5_000, "square metre"),
        ("km", "៣០០.០០០ដូស", 300_000, "dose"),
        ("km", "៥៨នាក់", 58, "person"),
        ("ja", "30万回分", 300_000, "dose"),
        ("ja", "50名以上", 50, "person"),
        ("th", "1.05 ล้านโดส", 1_050_000, "dose"),
        ("vi", "300.000 liều vắc xin", 300_000, "dose"),
        ("zh", "30万剂", 300_000, "dose"),
        ("zh", "500多名", 500, "person"),
        ("zh", "2000吨", 2000, "tonne"),
        ("ko", "12대", 12, "unit"),
        ("fr", "300 000 doses", 300_000, "dose"),
        ("lo", "58 ຄົນ", 58, "person"),
        ("id", "58 mahasiswa", 58, "student"),
    ],
)
def test_what_is_counted_has_one_name_in_all_languages(language: str, written: str, value: float, unit: str) -> None:
    """Doses are doses in Khmer and in Japanese, so that the two sides can be compared."""
    assert told(f"· {written} ·", language) == [("quantity", written, value, unit)]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "COVID-19 cases, Article 5 paragraphs, flight 816, room 12, a 5-year-old child, two years ago."),
        ("en", "Several hundred people came; one of the members may march."),
        ("en", "Two sides and three nations stood together."),
        ("km", "អាយុ១៨ឆ្នាំ ជាមួយនាក់"),
        ("ja", "第3回、数百人、千葉の人、3年前"),
        ("th", "อายุ 20 ปี ห้ามคน"),
        ("zh", "第3批，数百人"),
    ],
)
def test_numbers_that_count_nothing_are_left_alone(language: str, text: str) -> None:
    """Ages, ordinals, flight numbers and vague crowds are no figures of a statement."""
    assert told(text, language) == []


_SCALES = {
    "en": ("{} million yen", 10**6, "JPY"),
    "km": ("{}លានយ៉េន", 10**6, "JPY"),
    "ja": ("{}億円", 10**8, "JPY"),
    "th": ("{} ล้านบาท", 10**6, "THB"),
    "vi": ("{} tỷ đồng", 10**9, "VND"),
    "zh": ("{}亿元", 10**8, "CNY"),
    "ko": ("{}억 원", 10**8, "KRW"),
    "fr": ("{} milliards d'euros", 10**9, "EUR"),
    "lo": ("{} ຕື້ກີບ", 10**9, "LAK"),
    "id": ("{} miliar rupiah", 10**9, "IDR"),
}
_COMMA = frozenset({"km", "vi", "fr", "lo", "id"})
_KHMER_DIGITS = str.maketrans("0123456789", "០១២៣៤៥៦៧៨៩")


@given(st.sampled_from(sorted(_SCALES)), st.integers(1, 999), st.integers(0, 99))
@settings(max_examples=100, deadline=None)
def test_an_amount_written_in_any_language_is_read_back(language: str, units: int, hundredths: int) -> None:
    """What an office writes by the rules of its language has the same value here."""
    form, scale, unit = _SCALES[language]
    digits = f"{units}.{hundredths:02}" if hundredths else str(units)
    number = digits.replace(".", ",") if language in _COMMA else digits
    if language == "km":
        number = number.translate(_KHMER_DIGITS)
    [(kind, quote, value, currency)] = told(form.format(number), language)
    assert (kind, quote, currency) == ("money", form.format(number), unit)
    assert value == pytest.approx((units + hundredths / 100) * scale)


@given(st.sampled_from(sorted(_SCALES)), st.integers(1000, 999_999_999))
@settings(max_examples=60, deadline=None)
def test_grouped_digits_are_one_number(language: str, count: int) -> None:
    """300,000, 300.000 and 300 000 are the same where they are written so."""
    mark = "." if language in ("vi", "id", "km", "lo") else "\u00a0" if language == "fr" else ","
    written = f"{count:,}".replace(",", mark) + " USD"
    assert told(written, language) == [("money", written, count, "USD")]


_ANY_MONEY = ("USD", "JPY", "EUR", "GBP", "KHR", "THB", "VND", "CNY", "KRW", "LAK", "IDR", "CHF", "MYR", "NZD", "SEK")


@given(st.sampled_from(sorted(_SCALES)), st.sampled_from(_ANY_MONEY), st.data(), st.integers(2, 999))
@settings(max_examples=100, deadline=None)
def test_any_scale_goes_with_any_currency(language: str, code: str, data: st.DataObject, count: int) -> None:
    """Every word for thousands and more, before every currency as the language calls it."""
    words = rules().facts.of(language)
    own = {word: worth for word, worth in words.scales.items() if worth >= 1000 and spoken(language, word)}
    scale = data.draw(st.sampled_from(sorted(own)))
    space = "" if language in ("km", "ja", "th", "zh", "ko") else " "
    written = f"{count}{space}{scale}{space}{get_currency_name(code, 5, locale=language)}"
    assert told(f"· {written} ·", language) == [("money", written, count * own[scale], code)]


def spoken(language: str, word: str) -> bool:
    """Whether a word is of the language, and not of the English that any text may hold."""
    return word not in rules().facts.of("en").scales or language == "en"


_PIECES = (
    *("20億円", " nearly 15 percent", "14-day", "១៤ថ្ងៃ", "៦,៣លានដុល្លារ", "\u200b", "ល\u200bាន", "ร้อยละ", "万", "two"),
    *("hundred", "9月", "4日", "ถึง", "-", "to", "May", "5", "0.5", "\n\n", "（", "）", " "),
)


@given(
    st.lists(st.sampled_from(_PIECES) | st.text(max_size=6), max_size=12).map("".join),
    st.sampled_from([*sorted(_SCALES), "xx"]),
)
@settings(max_examples=100, deadline=None)
def test_every_figure_quotes_the_original(text: str, language: str) -> None:
    """Whatever is written: a quote is a piece of the text, in order, and no two figures share a word."""
    found = figures(text, language)
    assert all(each.text == text[each.start : each.end] != "" for each in found)
    assert all(fold(each.text).text.strip() for each in found)
    ordered = sorted(found, key=lambda each: each.start)
    assert all(one.end <= two.start for one, two in pairwise(ordered))


def test_words_that_only_look_like_others_hide_no_figure() -> None:
    """The number of days is not several days, oxygen is no hundred thousand, and to hand over is no hedge."""
    assert told("滞在日数30日以内", "ja") == [("duration", "30日以内", "P30D", None)]
    assert told("អុកស៊ីសែន ៥០គ្រឿង", "km") == [("quantity", "៥០គ្រឿង", 50, "unit")]
    assert told("They handed over 500 masks.", "en") == [("quantity", "500 masks", 500, "mask")]
    assert told("7월 1일부터 2년간", "ko")[1:] == [("duration", "2년간", "P2Y", None)]
