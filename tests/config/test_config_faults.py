from pathlib import Path

import pytest

from broken_files import CASES, Case
from config_files import ALERTS, SOURCES, loaded, write
from monitor.config.load import load
from monitor.errors import ConfigError


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_each_fault_is_told_with_its_place_and_its_mend(case: Case, tmp_path: Path) -> None:
    """A broken file is told with file, line, column, what was found and what is allowed."""
    write(tmp_path, case.sources, case.alerts, **case.others)
    with pytest.raises(ConfigError) as found:
        loaded(tmp_path)
    file = case.place.split(":")[0]
    told = [line for line in found.value.complaints if f"{file}:" in line]
    at_place = [line for line in told if f"/{case.place}: " in line]
    assert at_place, (case.place, found.value.complaints)
    for phrase in case.says:
        assert any(phrase in line for line in at_place), (phrase, at_place)


def complaints(folder: Path) -> tuple[str, ...]:
    """What the operator is told of the files in a folder."""
    with pytest.raises(ConfigError) as found:
        loaded(folder)
    return found.value.complaints


def test_a_file_that_is_not_there_names_the_command_that_writes_it(tmp_path: Path) -> None:
    """Without files the operator is told which are missing and how to get them."""
    told = complaints(tmp_path)
    assert [line.split("/")[-1].split(":")[0] for line in told] == ["sources.yaml", "alerts.yaml"]
    assert all("cannot be read" in line and "monitor init" in line for line in told)


def test_a_file_in_another_encoding_is_told_with_the_byte(tmp_path: Path) -> None:
    """A file that was saved in an old encoding is told with line and column of the first wrong byte."""
    write(tmp_path)
    path = tmp_path / "sources.yaml"
    path.write_bytes(path.read_bytes().replace(b"Office", b"B\xfcro"))
    assert complaints(tmp_path) == (f"{path}:5:12: byte 0xfc is not UTF-8: save the file in the encoding UTF-8",)


def test_a_file_that_is_too_large_is_not_read(tmp_path: Path) -> None:
    """A file of many megabytes is refused before it fills the memory."""
    write(tmp_path, sources="#" * 2_000_001)
    assert "larger than" in complaints(tmp_path)[0]


def test_aliases_of_aliases_do_not_fill_the_memory(tmp_path: Path) -> None:
    """A small file that would unfold to a billion values is refused."""
    lines = ["a: &a [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"{new}: &{new} [{', '.join([f'*{old}'] * 10)}]" for old, new in zip("abcdefgh", "bcdefghi", strict=True)]
    write(tmp_path, sources="\n".join(lines))
    assert any("more than 100000 values" in line for line in complaints(tmp_path))


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    """Faults in several places and files are told together, from top to bottom."""
    broken = SOURCES.replace("KH, JP", "KH, JPN").replace("side: KH", "side: Cambodia\n    evry: 5m")
    write(tmp_path, broken, ALERTS.replace("[desk]}", "[dsk]}"), topics__aid_yaml="terms: []\n")
    told = complaints(tmp_path)
    assert [line.removeprefix(f"{tmp_path}/").split(": ")[0] for line in told] == [
        "sources.yaml:2:59",
        "sources.yaml:8:11",
        "sources.yaml:9:5",
        "config/alerts.yaml:5:44",
        "config/topics/aid.yaml:1:8",
    ]


def test_one_fault_is_told_once(tmp_path: Path) -> None:
    """A faulty beat is still a beat: routes that name it are not faulty too."""
    write(tmp_path, SOURCES.replace("[travel, aid]", "[travel, war]"))
    assert len(complaints(tmp_path)) == 1


def test_a_channel_is_checked_by_who_knows_channels(tmp_path: Path) -> None:
    """A bad address of a channel is told with its place; the address itself, a secret, is not."""
    write(tmp_path, alerts=ALERTS.replace("json://desk.example/alerts", "${DESK_URL}"))
    address = "jsn://desk.example/very-secret"
    with pytest.raises(ConfigError) as found:
        load(
            tmp_path / "sources.yaml",
            tmp_path / "config",
            {"DESK_URL": address},
            lambda url: f"{url} has no such scheme: write json://",
        )
    assert len(found.value.complaints) == 1
    assert "alerts.yaml:3:9: desk: " in found.value.complaints[0]
    assert "write json://" in found.value.complaints[0]
    assert "secret" not in found.value.complaints[0]


@pytest.mark.parametrize(
    "key", ["url", "side", "every", "timezone", "proxy", "kind", "enabled", "paused_until", "note"]
)
@pytest.mark.parametrize("secret", ["https://me:hunter2@bridges.example:99999/x", "hunter2", "hun ter2\n"])
def test_no_complaint_quotes_a_secret(tmp_path: Path, key: str, secret: str) -> None:
    """What a variable holds is not told, not even where it is wrong."""
    lines = [line for line in SOURCES.splitlines() if not line.startswith(f"    {key}:")]
    write(tmp_path, "\n".join([*lines, f"    {key}: ${{SECRET}}", "    evry: 5m"]))
    with pytest.raises(ConfigError) as found:
        loaded(tmp_path, {"SECRET": secret})
    assert "hunter2" not in str(found.value)
    assert "ter2" not in str(found.value)
