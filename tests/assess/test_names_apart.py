"""Names of countries come from the same library as names of months."""

from monitor.assess.names import codes, name, names
from monitor.read.date_words import month_names


def test_countries_leave_the_months_alone() -> None:
    """Who asks for the names of countries first can still read the months of every date afterwards."""
    assert name("JP", "km") == "ជប៉ុន"
    assert {code for code, _, _ in names(codes(), ["ja"])} >= {"KH", "JP"}
    assert month_names()["march"] == 3
