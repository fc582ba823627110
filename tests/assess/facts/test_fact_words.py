"""The newsroom's own words of facts, laid over the shipped ones."""

from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from monitor.assess.passages import look
from monitor.assess.rules import compile_rules
from monitor.config.words import load_words
from monitor.errors import ConfigError

OWN = """\
currencies: |
  river crowns = RVC
things: |
  ferr(y|ies) = ferry
dates:
  - 'the {part} third of {month}'
remove:
  - ton(s)
"""


def test_an_editor_adds_a_currency_a_unit_and_a_form_of_dates(tmp_path: Path) -> None:
    """Words are data: what a file in config/facts/ says is found, and what it removes is not."""
    (tmp_path / "facts").mkdir()
    (tmp_path / "facts" / "en.yaml").write_text(OWN)
    rules = compile_rules(load_words(tmp_path), ())
    text = "Two ferries and one ton for 5 million river crowns in the late third of May."
    found = look(None, text, rules, ("en",), date(2026, 4, 1), ZoneInfo("UTC")).facts
    assert [(each.text, each.value, each.unit) for each in found if each.kind in ("money", "quantity")] == [
        ("Two ferries", 2, "ferry"),
        ("5 million river crowns", 5_000_000, "RVC"),
    ]
    [day] = [each for each in found if each.kind == "date"]
    assert (day.text, day.from_, day.to) == ("the late third of May", date(2026, 5, 21), date(2026, 5, 31))


@pytest.mark.parametrize(
    ("written", "complaint"),
    [
        ("numbers: |\n  ten = ten\n", "ten = ten"),
        ("currencies: |\n  crowns = crown\n", "codes as in `JPY`"),
        ("dates:\n  - '{moon} {day}'\n", "{moon} is no slot"),
        ("dates:\n  - '({day}'\n", "no regular expression"),
        ("relative: |\n  some day = day\n", "month+1"),
    ],
)
def test_a_worth_that_cannot_be_is_told(written: str, complaint: str, tmp_path: Path) -> None:
    """A slip in a file of words names the file and what to write, before anything is polled."""
    (tmp_path / "facts").mkdir()
    (tmp_path / "facts" / "en.yaml").write_text(written)
    with pytest.raises(ConfigError) as error:
        load_words(tmp_path)
    assert complaint in str(error.value)
    assert "en.yaml" in str(error.value)
