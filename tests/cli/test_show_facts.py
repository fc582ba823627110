"""A fact as `monitor show` writes it."""

from datetime import date

from monitor.cli.show import stated
from monitor.model import Fact


def test_a_fact_in_a_line() -> None:
    """The quote first, then what it says, then who is reported to say it; nothing of it steers a terminal."""
    money = Fact("money", "text", 0, 9, "20億円\x1b[31m", 2_000_000_000, "JPY", speaker="the Office of Bridges")
    assert stated(money).startswith("states money “20億円")
    assert stated(money).endswith("”: 2000000000 JPY, said by the Office of Bridges")
    assert "\x1b" not in stated(money)
    early = Fact("date", "text", 0, 9, "early May", from_=date(2026, 5, 1), to=date(2026, 5, 10))
    assert stated(early) == "states date “early May”: 2026-05-01 to 2026-05-10"
    assert stated(Fact("date", "text", 0, 6, "14 May", "--05-14")) == "states date “14 May”: --05-14"
