"""What a clause says of a measure: its fate, where it goes, whether anything is named, whether it can wait."""

from functools import cache

import pytest

from monitor.assess.assess import assess
from monitor.assess.passages import look
from monitor.assess.rules import Rules, compile_rules
from monitor.config.words import load_words
from monitor.model import Assessment, Beat, Level

KH_JP = Beat("kh-jp", "Cambodia and Japan", ("KH", "JP"), ("travel", "aid"))


@cache
def rules() -> Rules:
    """The shipped words, compiled once."""
    return compile_rules(load_words(), {"KH", "JP"})


def judged(text: str, **known: object) -> Assessment:
    """What the shipped words make of a text."""
    return assess(None, text, beat=KH_JP, rules=rules(), **known)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("stance", "text"),
    [
        ("requested", "Cambodia asked Japan to resume direct flights to Siem Reap."),
        ("discussed", "The two sides discussed a direct flight between Phnom Penh and Osaka."),
        ("extended", "Japan has extended the entry ban for travellers from Cambodia until the end of July."),
        ("denied", "The ministry denied that Japan has stopped issuing visas to Cambodians."),
        ("announced", "Japan's embassy announced a new scholarship for Cambodian students."),
        ("ended", "Japan's grant for demining in Cambodia ended in March and will not be renewed."),
        ("extended", "ជប៉ុនពន្យារការហាមចូលសម្រាប់អ្នកដំណើរមកពីកម្ពុជា រហូតដល់ចុងខែកក្កដា។"),
        ("resumed", "ជើងហោះហើរត្រង់រវាងកម្ពុជា និងជប៉ុន បានដំណើរការឡើងវិញ។"),
        ("denied", "ក្រសួងការបរទេសបដិសេធព័ត៌មានថា ជប៉ុនបិទការផ្តល់ទិដ្ឋាការដល់ប្រជាជនកម្ពុជា។"),
        ("extended", "日本はカンボジアからの入国拒否措置を7月末まで延長した。"),
        ("denied", "外務省は、日本がカンボジア人への査証発給をやめたとの報道を否定した。"),
    ],
)
def test_the_outer_word_says_what_becomes_of_a_measure(stance: str, text: str) -> None:
    """What is extended is an entry ban, what is asked for is a resumption, what is denied is a stop."""
    found = judged(text)
    assert (found.relevant, found.stance) == (True, stance)


@pytest.mark.parametrize(
    "text",
    [
        "The Japanese embassy in Cambodia and its visa section are closed on Monday, a public holiday.",
        "在カンボジア日本大使館の査証窓口は、祝日のため月曜日は休館します。",
        "ការិយាល័យទិដ្ឋាការនៃស្ថានទូតជប៉ុនប្រចាំកម្ពុជា បិទនៅថ្ងៃចន្ទ ដោយសារថ្ងៃឈប់សម្រាក។",
        "The ambassador of Japan opened a classroom in Kampot, Cambodia, built with a grassroots grant.",
    ],
)
def test_everyday_matters_can_wait(text: str) -> None:
    """An office that is closed for a holiday has suspended nothing."""
    assert judged(text).level is Level.ROUTINE


@pytest.mark.parametrize(
    "text",
    [
        "The Minister of Foreign Affairs of Japan will come on Friday to sign a grant agreement with Cambodia.",
        "日本の外務大臣はカンボジアの首相と会談し、新たな無償資金協力を表明した。",
        "រដ្ឋមន្ត្រីការបរទេសជប៉ុន នឹងផ្តល់ជំនួយថ្មីដល់កម្ពុជា។",
    ],
)
def test_what_ministers_say_of_a_measure_cannot_wait(text: str) -> None:
    """The same of an ambassador can."""
    assert judged(text).level is Level.URGENT
    assert judged("The ambassador of Japan will sign a grant agreement with Cambodia on Friday.").level is Level.ROUTINE


@pytest.mark.parametrize(
    ("goals", "text"),
    [
        ({"VU"}, "The Government of Japan will extend emergency grant aid to the Republic of Vanuatu."),
        ({"MY", "JP"}, "The ministry will send 800 skilled workers to Malaysia and Japan this year."),
        ({"LA"}, "日本政府は、ラオスに対し、5億円を限度とする無償資金協力を行うことを決定した。"),
        ({"LA", "KH"}, "日本はラオスとカンボジアへ救急車を送った。"),
        ({"MM"}, "រដ្ឋាភិបាលជប៉ុនបានសម្រេចផ្តល់ជំនួយដល់ប្រទេសមីយ៉ាន់ម៉ា។"),
        ({"LA"}, "รัฐบาลไทยมอบเงินช่วยเหลือ 5 ล้านบาทแก่ประเทศลาว"),
        ({"LA"}, "Việt Nam viện trợ khẩn cấp 300.000 USD cho Lào."),
        ({"LA"}, "中国政府决定向老挝提供紧急人道主义援助。"),
        ({"LA"}, "정부는 라오스에 인도적 지원을 제공하기로 했다."),
        ({"LA"}, "La France accorde un don de 3 millions d'euros au Laos."),
        ({"JP"}, "Kamboja mengirim 20 perawat ke Jepang."),
        ({"KH"}, "ຍີ່ປຸ່ນມອບລົດສຸກເສີນໃຫ້ກຳປູເຈຍ."),
        (set(), "Japan and Cambodia signed a grant agreement."),
    ],
)
def test_where_something_goes(goals: set[str], text: str) -> None:
    """The words beside a country's name tell, in each language; those of one list go together."""
    assert {code for each in look(None, text, compile_all()).passages for code in each.goals} == goals


@cache
def compile_all() -> Rules:
    """With all countries, in every language."""
    return compile_rules(load_words())


def test_what_goes_to_a_third_country_is_no_news() -> None:
    """Though the source speaks for one side, and the other is implied; to several of which ours is one, it is."""
    assert not judged("រដ្ឋាភិបាលជប៉ុនបានសម្រេចផ្តល់ជំនួយ ១០ លានដុល្លារដល់ប្រទេសមីយ៉ាន់ម៉ា។").relevant
    assert not judged("The ministry will send 800 skilled workers to Malaysia.", side="KH", about=["JP"]).relevant
    assert judged("The ministry will send 800 skilled workers to Malaysia and Japan.", side="KH", about=["JP"]).relevant


def test_support_that_names_nothing_is_no_aid() -> None:
    """Thanks and promises are no gift; a number of things is."""
    assert not judged("The ambassador of Japan said that Japan will continue to support Cambodia.").relevant
    assert judged("Japan will provide 12 dump trucks to Cambodia.").relevant


def test_a_bridge_in_the_name_of_an_office_adds_no_topic() -> None:
    """In a sentence that is surely about flights, one weak word of aid says nothing."""
    found = judged("Direct flights between Cambodia and Japan resume in May, the Office of Bridges announces.")
    assert found.topics == ("travel",)
