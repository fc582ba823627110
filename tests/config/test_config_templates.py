"""The newsroom's own templates as the configuration holds them."""

from pathlib import Path

import pytest

from config_files import ALERTS, write
from monitor.alert.phrases import spoken
from monitor.alert.samples import template_fault
from monitor.alert.template import shipped
from monitor.config.config import Config
from monitor.config.live import Live
from monitor.config.load import load

GOOD = "{{ change }} by {{ source }}\n{{ quotes }}\n"


def folder_with(folder: Path, **templates: str) -> Path:
    """A newsroom with these templates: `alert`, `alert_km`."""
    write(folder)
    (folder / "config" / "templates").mkdir(exist_ok=True)
    for name, text in templates.items():
        path = folder / "config" / "templates" / f"{name.replace('_', '.')}.txt.j2"
        path.write_text(text, encoding="utf-8")
    return folder


def loaded(folder: Path, **templates: str) -> Config:
    """What is in force with these templates."""
    folder_with(folder, **templates)
    return load(folder / "sources.yaml", folder / "config", {}, check_template=template_fault)


def test_a_good_template_is_used(tmp_path: Path) -> None:
    """It is part of what is known of the newsroom."""
    config = loaded(tmp_path, alert=GOOD)
    assert config.routing.newsroom.templates == {"alert": GOOD}
    assert not config.warnings


def test_a_bad_template_is_told_and_not_used(tmp_path: Path) -> None:
    """The configuration stands; a warning names file, line and fault."""
    config = loaded(tmp_path, alert="{{ change }}\n{{ nobody }}", notice="{{ kind }}: {{ text }}")
    (warning,) = config.warnings
    assert "alert.txt.j2:2:1: there is no value" in warning
    assert warning.endswith("it is not used")
    assert list(config.routing.newsroom.templates) == ["notice"]


def test_the_template_of_the_newsrooms_language_comes_first(tmp_path: Path) -> None:
    """`alert.en.txt.j2` before `alert.txt.j2`; that of another language is left alone."""
    config = loaded(tmp_path, alert=GOOD, alert_en="{{ change }}!", alert_km="{{ broken")
    assert config.routing.newsroom.templates == {"alert": "{{ change }}!"}
    assert not config.warnings


def test_a_language_without_words_is_told(tmp_path: Path) -> None:
    """Alerts of a French newsroom are in English, and it is told so."""
    write(tmp_path, alerts=ALERTS.replace("{timezone", "{language: fr, timezone"))
    (warning,) = load(tmp_path / "sources.yaml", tmp_path / "config", {}).warnings
    assert warning.endswith('there are no words for alerts in "fr", so they are in English: en, ja, km')


def test_a_native_reader_mends_a_phrase(tmp_path: Path) -> None:
    """A phrase in the newsroom's own file is said instead of the shipped one; a topic of its own gets a name."""
    folder_with(tmp_path)
    path = tmp_path / "config" / "templates" / "phrases.en.yaml"
    path.write_text("change.new: JUST OUT\ntopic.health: medicine\nposted: 'Put up {when}'\n", encoding="utf-8")
    config = load(tmp_path / "sources.yaml", tmp_path / "config", {})
    assert not config.warnings
    say = spoken(config.routing.newsroom)
    assert say("change.new") == "JUST OUT"
    assert say("posted", when="at 9") == "Put up at 9"
    assert say.or_else("topic.health", "health") == "medicine"
    assert say("change.edited") == "EDITED"


def test_a_bad_phrase_is_told_and_not_used(tmp_path: Path) -> None:
    """A key that there is not, a value that there is not, what is no text: with file and line; the good ones count."""
    folder_with(tmp_path)
    path = tmp_path / "config" / "templates" / "phrases.en.yaml"
    path.write_text("change.neww: X\nposted: 'Put up {wen}'\nseen: 3\nundated: When, we ask\n", encoding="utf-8")
    config = load(tmp_path / "sources.yaml", tmp_path / "config", {})
    first, second, third = config.warnings
    assert "phrases.en.yaml:1:" in first
    assert 'did you mean "change.new"?' in first
    assert "phrases.en.yaml:2:" in second
    assert "there is no value {wen} in it; there are: when; it is not used" in second
    assert "phrases.en.yaml:3:" in third
    assert config.routing.newsroom.phrases == {"undated": "When, we ask"}
    path.write_text("- a\n", encoding="utf-8")
    (warning,) = load(tmp_path / "sources.yaml", tmp_path / "config", {}).warnings
    assert "here stand keys of phrases" in warning


def test_a_file_that_nobody_reads_is_told(tmp_path: Path) -> None:
    """A name that is no template's is a slip."""
    (warning,) = loaded(tmp_path, alrt=GOOD).warnings
    assert "alrt.txt.j2:1:1: nobody reads this file; allowed: alert.txt.j2" in warning


def test_bytes_that_are_no_text(tmp_path: Path) -> None:
    """A file in another encoding is told like any fault of a template."""
    folder_with(tmp_path)
    (tmp_path / "config" / "templates" / "alert.txt.j2").write_bytes(b"x\n\xff")
    (warning,) = load(tmp_path / "sources.yaml", tmp_path / "config", {}).warnings
    assert "alert.txt.j2:2:1: byte 0xff is not UTF-8" in warning


@pytest.mark.parametrize("text", [GOOD, "{{ nobody }}"])
def test_an_edit_is_taken_over_as_others_are(tmp_path: Path, text: str) -> None:
    """A template that is added, good or bad, is seen at the next look."""
    folder = folder_with(tmp_path)
    held = Live(folder / "sources.yaml", folder / "config", {}, check_template=template_fault)
    assert held.reload() is None
    folder_with(tmp_path, alert=text)
    assert held.reload() == ()
    assert bool(held.current.routing.newsroom.templates) is (text == GOOD)
    assert bool(held.current.warnings) is (text != GOOD)


def test_the_written_ones_are_the_shipped_ones(tmp_path: Path) -> None:
    """What an operator starts from says the same as what we use without it."""
    config = loaded(tmp_path, alert=shipped("alert"), notice=shipped("notice"), digest=shipped("digest"))
    assert not config.warnings
    assert len(config.routing.newsroom.templates) == 3
