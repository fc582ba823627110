"""The page of a person speaks in the office of the day."""

from datetime import UTC, date, datetime

import pytest

from monitor.assess.capacity import capacity
from monitor.assess.find import find
from monitor.assess.known import OfficesFile
from monitor.assess.rules import Rules, compile_rules
from monitor.config.words import load_words
from monitor.model import Beat, Byline, Change, ChangeKind, Version
from monitor.times import When

RIVER = OfficesFile.model_validate(
    {
        "people": {
            "river-anna": {
                "names": {"en": "River, Anna", "km": "អាណ្ណា រីវើ"},
                "offices": [
                    {"office": "health minister", "country": "KH", "from": "2020", "to": "2022-06"},
                    {"office": "ambassador to japan", "country": "KH", "from": "2024-01"},
                    {"office": "deputy prime minister", "country": "KH", "from": "2024-03", "shared": True},
                ],
            }
        }
    }
)
PAGE = Byline("anna", "Anna River", "facebook", "JP", (), "Asia/Phnom_Penh", person="river-anna")
BEAT = Beat("kh-jp", "Cambodia and Japan", ("KH", "JP"), ("travel", "aid"))


@pytest.fixture(scope="module")
def rules() -> Rules:
    """The rules of an invented minister."""
    return compile_rules(load_words().model_copy(update={"offices": RIVER}), BEAT.countries)


def wording(published_at: When | None, text: str = "Flights to Japan resume.") -> Version:
    """What the page says."""
    return Version(1, None, text, "", datetime(2024, 5, 1, tzinfo=UTC), published_at=published_at)


@pytest.mark.parametrize(
    ("published_at", "side", "why"),
    [
        (date(2021, 5, 1), "KH", ("Anna River spoke as health minister of KH (Cambodia).",)),
        (date(2023, 5, 1), "JP", ("Anna River held no office that day, as far as we know.",)),
        (datetime(2023, 12, 31, 17, tzinfo=UTC), "KH", ("Anna River spoke as ambassador to japan of KH (Cambodia).",)),
        (
            None,
            "KH",
            (
                "Anna River spoke as ambassador to japan of KH (Cambodia).",
                "Anna River spoke as deputy prime minister of KH (Cambodia).",
            ),
        ),
    ],
)
def test_a_page_outlives_an_office(rules: Rules, published_at: When | None, side: str, why: tuple[str, ...]) -> None:
    """Side and office are those of the day in the zone of the page; between two offices, the configured side stands."""
    found = capacity(PAGE, wording(published_at), rules)
    assert (found.byline.side, found.why) == (side, why)


def test_an_alert_says_in_which_office_somebody_spoke(rules: Rules) -> None:
    """The office of the day goes with the finding, and its side is that for which the flights are news."""
    version = wording(date(2021, 5, 1))
    change = Change(ChangeKind.NEW, "s", "k", None, version.captured_at, None, version)
    (finding,) = find((change,), PAGE, (BEAT,), rules)
    assert finding.source.side == "KH"
    assert finding.assessments[0].relevant
    assert finding.assessments[0].why[0] == "Anna River spoke as health minister of KH (Cambodia)."
