from io import StringIO
from pathlib import Path

import pytest
from dotenv import dotenv_values
from hypothesis import given
from hypothesis import strategies as st

from config_files import loaded
from monitor.config.init import env_line, starter
from monitor.config.load import load


@pytest.mark.parametrize("countries", [("KH", "JP"), ("JP", "CI"), ("KH", "FR"), ("TH", "EU", "NO"), ("XK", "JP")])
def test_what_init_writes_is_right(tmp_path: Path, countries: tuple[str, ...]) -> None:
    """The first files of any beat are taken without a complaint, and only what the newsroom must add is warned of."""
    written = starter(countries, ["travel", "aid"], zone="Asia/Phnom_Penh", contact="desk@newsroom.example")
    (tmp_path / "config").mkdir()
    (tmp_path / "sources.yaml").write_text(written["sources.yaml"])
    (tmp_path / "config" / "alerts.yaml").write_text(written["alerts.yaml"])
    addresses = {"DESK_URL": "json://desk.example", "OPS_URL": "json://ops.example"}
    (tmp_path / ".env").write_text("".join(env_line(name, value) for name, value in addresses.items()))
    config = loaded(tmp_path)
    assert config.beats[0].countries == countries
    assert config.routing.channels == {"desk": "json://desk.example", "ops": "json://ops.example"}
    assert config.routing.operators == config.routing.heartbeat.channels == ("ops",)
    assert config.routing.newsroom.contact == "desk@newsroom.example"
    assert all("no source" in line or "no enabled source" in line for line in config.warnings)


def test_a_newsroom_has_something_real_on_its_first_afternoon(tmp_path: Path) -> None:
    """Where Japan is one of the countries, its open travel-safety data on the other is polled from the start."""
    written = starter(
        ["KH", "JP"], ["travel"], zone="Asia/Tokyo", contact="desk@newsroom.example", variable="TOKYO_DESK"
    )
    (tmp_path / "sources.yaml").write_text(written["sources.yaml"])
    (tmp_path / "alerts.yaml").write_text(written["alerts.yaml"])
    environment = {"TOKYO_DESK": "json://desk.example", "OPS_URL": "json://ops.example"}
    config = load(tmp_path / "sources.yaml", tmp_path, environment)
    assert [(source.kind, source.side, source.about) for source in config.sources] == [
        ("japan-travel-advice", "JP", ("KH",))
    ]
    assert config.warnings == ()


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r\0")))
def test_a_variable_is_read_as_it_was_written(value: str) -> None:
    """Whatever an address holds (quotes, $, #), .env gives it back."""
    assert dotenv_values(stream=StringIO(env_line("DESK_URL", value)), interpolate=False) == {"DESK_URL": value}
