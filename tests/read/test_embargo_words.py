from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from monitor.read.embargo import embargo, words

PHNOM_PENH = ZoneInfo("Asia/Phnom_Penh")
SENT = datetime(2026, 3, 4, 23, 0, tzinfo=UTC)  # 5 March, 06:00 in Phnom Penh


@pytest.mark.parametrize(
    ("line", "until"),
    [
        ("EMBARGOED UNTIL 10:00 (Phnom Penh time) 5 March 2026", "05 10:00"),
        ("*** STRICTLY EMBARGOED until Thursday, 5 March 2026 at 10.00 a.m. ***", "05 10:00"),
        ("EMBARGO: 5 March 2026, 10:00 JST", "05 08:00"),
        ("This press release is embargoed until 10am (Tokyo time) on 6 March 2026.", "06 08:00"),
        ("Not for release before 00:01 GMT 6 March 2026", "06 07:01"),
        ("Embargoed until 6 March 2026", "06 00:00"),
        ("EMBARGOED UNTIL 10:00 TODAY", "05 10:00"),
        ("EMBARGOED UNTIL 05:00", "06 05:00"),
        ("Embargo: 9 am tomorrow", "06 09:00"),
        ("【報道解禁】2026年3月5日午前10時（日本時間）", "05 08:00"),
        ("解禁日時：令和8年3月5日（木）10時00分", "05 10:00"),
        ("【3月5日12時報道解禁】", "05 12:00"),
        ("報道解禁日時\n2026年3月5日 15:00", "05 15:00"),
        ("エンバーゴ：午後2時", "05 14:00"),
        ("ហាមផ្សាយមុនម៉ោង ១០:០០ ព្រឹក ថ្ងៃទី៥ ខែមីនា ឆ្នាំ២០២៦", "05 10:00"),
        ("ហាមផ្សព្វផ្សាយមុនថ្ងៃទី៥ ខែមីនា ឆ្នាំ២០២៦ ម៉ោង១០:០០", "05 10:00"),
        ("EMBARGO : jeudi 5 mars 2026 à 10h00 (heure de Phnom Penh)", "05 10:00"),
        ("SOUS EMBARGO JUSQU’AU 5 MARS 2026 À 10H (HEURE DE PARIS)", "05 16:00"),
        ("ห้ามเผยแพร่ก่อนเวลา 10.00 น. วันที่ 5 มีนาคม 2569", "05 10:00"),
        ("không công bố trước 10:00 ngày 5/3/2026 (giờ Việt Nam)", "05 10:00"),
        ("2026年3月5日10时前不得发布", "05 10:00"),
        ("엠바고: 3월 5일 오전 10시", "05 10:00"),
        ("보도시점 2026. 3. 5.(목) 12:00", "05 12:00"),
        ("EMBARGO hingga 5 Maret 2026 pukul 10.00 WIB", "05 10:00"),
    ],
)
def test_the_end_of_an_embargo_is_read(line: str, until: str) -> None:
    """In each language the time is read, by the clock of the place that is named, else of the source."""
    found = embargo(None, f"{line}\n\nPhnom Penh, 4 March 2026. An invented office announces.", PHNOM_PENH, SENT)
    assert found is not None
    assert found.until is not None
    assert f"{found.until.astimezone(PHNOM_PENH):%d %H:%M}" == until
    assert line.startswith(found.words.rstrip("…"))


@pytest.mark.parametrize("line", ["Under embargo", "EMBARGOED until Friday 10:00", "Embargo: until he speaks"])
def test_an_embargo_without_a_time_is_one_all_the_same(line: str) -> None:
    """Where no time can be made of the words, a person must say when it ends; a dateline is no end."""
    found = embargo(None, f"{line}\nPhnom Penh, 4 March 2026: an invented office announces.", PHNOM_PENH, SENT)
    assert found is not None
    assert found.until is None


@pytest.mark.parametrize(
    "line",
    [
        "Embargo on rice exports lifted on 5 March 2026",
        "The arms embargo until 2027 is extended",
        "アユ漁解禁：3月5日",
        "보도시점 배포 즉시",
        "For immediate release",
        "",
    ],
)
def test_other_embargoes_are_none(line: str) -> None:
    """What is said of trade, of fishing, or of every press release puts no text under an embargo."""
    assert embargo(line, "An invented office announces.", PHNOM_PENH, SENT) is None
    assert words(line, "An invented office announces.") is None
