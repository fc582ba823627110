from pathlib import Path

import pytest

from config_files import ALERTS, SOURCES, loaded, write
from monitor.config.live import Live
from monitor.errors import ConfigError

INCLUDING = "include: [offices/*.yaml]\n" + SOURCES
RIVERS = """\
sources:
  - id: rivers
    name: Ministry of Rivers (invented)
    kind: feed
    url: https://rivers.example/feed.xml
    side: JP
"""


def offices(folder: Path, **files: str) -> Path:
    """A newsroom whose sources stand in several files."""
    write(folder, INCLUDING)
    (folder / "offices").mkdir(exist_ok=True)
    for name, text in files.items():
        (folder / "offices" / f"{name}.yaml").write_text(text, encoding="utf-8")
    return folder


def ids(folder: Path) -> list[str]:
    """The sources in force."""
    return [source.id for source in loaded(folder).sources]


def complaints(folder: Path) -> tuple[str, ...]:
    """What is wrong with the files."""
    with pytest.raises(ConfigError) as found:
        loaded(folder)
    return found.value.complaints


def test_sources_may_stand_in_several_files(tmp_path: Path) -> None:
    """What a pattern or a name includes is polled too, in the order of the names, under the same defaults."""
    offices(tmp_path, b_rivers=RIVERS, a_ferries=RIVERS.replace("rivers", "ferries"))
    write(tmp_path, "defaults: {timezone: Asia/Tokyo}\n" + INCLUDING)
    assert ids(tmp_path) == ["bridges", "ferries", "rivers"]
    config = loaded(tmp_path)
    assert {str(source.timezone) for source in config.sources} == {"Asia/Tokyo"}
    assert [path.name for path in config.files] == ["sources.yaml", "a_ferries.yaml", "b_rivers.yaml", "alerts.yaml"]
    write(tmp_path, "include: [offices/b_rivers.yaml]\n" + SOURCES)
    assert ids(tmp_path) == ["bridges", "rivers"]


def test_a_fault_is_told_of_the_file_that_has_it(tmp_path: Path) -> None:
    """The complaint names the included file, its line and its column."""
    offices(tmp_path, rivers=RIVERS.replace("kind: feed", "kind: fed"))
    (told,) = complaints(tmp_path)
    assert "offices/rivers.yaml:4:11: kind:" in told
    offices(tmp_path, rivers=RIVERS + "beats: []\n")
    (told,) = complaints(tmp_path)
    assert "offices/rivers.yaml:7:1:" in told
    assert told.endswith("allowed: sources")
    offices(tmp_path, rivers="")
    assert "offices/rivers.yaml:1:1:" in complaints(tmp_path)[0]


def test_ids_are_unique_over_all_files(tmp_path: Path) -> None:
    """Two files cannot name two sources alike, nor take the ID that one had before."""
    offices(tmp_path, rivers=RIVERS.replace("id: rivers", "id: bridges"))
    (told,) = complaints(tmp_path)
    assert "offices/rivers.yaml:2:9" in told
    assert f"{tmp_path}/sources.yaml on line 5" in told
    offices(tmp_path, rivers=RIVERS + "    was: [bridges]\n")
    assert "offices/rivers.yaml:7:11" in complaints(tmp_path)[0]


def test_a_missing_file_is_a_fault_and_an_empty_folder_a_warning(tmp_path: Path) -> None:
    """A file that is named must be there; a pattern that nothing fits yet is only pointed out."""
    write(tmp_path, "include: [rivers.yaml]\n" + SOURCES, ALERTS.replace("beats: [kh-jp]", "sources: [rivers]"))
    (told,) = complaints(tmp_path)
    assert "rivers.yaml:1:1: the file cannot be read" in told
    assert "include:" in told
    write(tmp_path, "include: [more/*.yaml]\n" + SOURCES)
    assert any("no file fits more/*.yaml" in each for each in loaded(tmp_path).warnings)


@pytest.mark.parametrize("name", ["/etc/passwd", "~/x.yaml", "**/*.yaml", "${HOME}/x.yaml", " "])
def test_only_relative_names_are_included(name: str, tmp_path: Path) -> None:
    """Neither the rest of the machine nor what a variable says is read as sources."""
    write(tmp_path, f'include: ["{name}"]\n' + SOURCES, _env="HOME=x\n")
    (told,) = complaints(tmp_path)
    assert f"{tmp_path}/sources.yaml:1:11: include:" in told


def test_a_route_may_name_a_source_of_any_file(tmp_path: Path) -> None:
    """Routes see the sources of all files."""
    offices(tmp_path, rivers=RIVERS)
    write(tmp_path, INCLUDING, ALERTS.replace("beats: [kh-jp]", "sources: [rivers]"))
    assert ids(tmp_path) == ["bridges", "rivers"]


def test_an_edit_of_an_included_file_is_taken_over(tmp_path: Path) -> None:
    """A file that is edited, appears, disappears or is wrong counts like sources.yaml itself."""
    offices(tmp_path, rivers=RIVERS)
    held = Live(tmp_path / "sources.yaml", tmp_path / "config", {})
    assert held.reload() is None
    offices(tmp_path, ferries=RIVERS.replace("rivers", "ferries"))
    assert held.reload() == ()
    assert [source.id for source in held.current.sources] == ["bridges", "ferries", "rivers"]
    offices(tmp_path, ferries=RIVERS)
    assert "ID of another source" in str(held.reload())
    (tmp_path / "offices" / "ferries.yaml").unlink()
    assert held.reload() == ()
    assert [source.id for source in held.current.sources] == ["bridges", "rivers"]
