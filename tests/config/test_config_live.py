import os
from pathlib import Path
from threading import Thread

import pytest

from config_files import ALERTS, SOURCES, write
from monitor.config.live import Live
from monitor.errors import ConfigError

TWO = (
    SOURCES
    + "  - {id: rivers, name: Ministry of Rivers (invented), kind: feed, url: 'https://rivers.example/f', side: JP}\n"
)


def live(folder: Path) -> Live:
    """The holder of the files in a folder."""
    return Live(folder / "sources.yaml", folder / "config", {})


def ids(held: Live) -> list[str]:
    """The sources in force."""
    return [source.id for source in held.current.sources]


def test_a_daemon_does_not_start_on_faulty_files(tmp_path: Path) -> None:
    """At the start there is no old configuration to keep: a fault is an error."""
    with pytest.raises(ConfigError):
        live(write(tmp_path, "beats: []\n"))


def test_an_edit_is_taken_over(tmp_path: Path) -> None:
    """A source that is added is in force after the next look; without an edit nothing happens."""
    held = live(write(tmp_path))
    assert held.reload() is None
    write(tmp_path, TWO)
    assert held.reload() == ()
    assert ids(held) == ["bridges", "rivers"]
    assert held.reload() is None


def test_an_edit_with_an_error_changes_nothing_and_is_told_once(tmp_path: Path) -> None:
    """The old configuration stays in force until the file is right; the complaint comes once for each fault."""
    held = live(write(tmp_path))
    before = held.current
    write(tmp_path, TWO.replace("kind: feed", "kind: fed"))
    told = held.reload()
    assert told
    assert "feed" in told[0]
    assert held.complaints == told
    assert held.current is before
    assert held.reload() is None
    write(tmp_path, "# looked at\n" + TWO.replace("kind: feed", "kind: fed"))
    assert held.reload() not in (None, ())  # the same fault stands on another line now
    write(tmp_path, TWO.replace("kind: feed", "kind: feeds"))
    assert held.reload() not in (None, ())
    write(tmp_path, TWO)
    assert held.reload() == ()
    assert held.complaints == ()
    assert ids(held) == ["bridges", "rivers"]


def test_the_same_fault_is_not_told_again_when_the_file_is_saved_again(tmp_path: Path) -> None:
    """Saving a faulty file once more brings no second message."""
    held = live(write(tmp_path))
    write(tmp_path, "beats: []\n")
    told = held.reload()
    assert told
    os.utime(tmp_path / "sources.yaml", ns=(1, 1))
    assert held.reload() is None
    assert held.complaints == told


def test_what_was_undone_is_told_as_mended(tmp_path: Path) -> None:
    """A faulty edit that is taken back leaves the configuration as it was, and the complaint is over."""
    held = live(write(tmp_path))
    before = held.current.fingerprint
    write(tmp_path, "beats: []\n")
    assert held.reload()
    write(tmp_path)
    assert held.reload() == ()
    assert (held.complaints, held.current.fingerprint) == ((), before)


def test_a_file_that_disappears_changes_nothing(tmp_path: Path) -> None:
    """When the file is gone for a moment (some editors do that), the sources go on."""
    held = live(write(tmp_path))
    (tmp_path / "sources.yaml").unlink()
    assert "cannot be read" in str(held.reload())
    assert ids(held) == ["bridges"]


def test_an_edit_that_keeps_the_size_and_the_time_is_seen(tmp_path: Path) -> None:
    """A file that is put in the place of the old one is seen even where its time and size are the same."""
    held = live(write(tmp_path))
    path = tmp_path / "sources.yaml"
    before = path.stat()
    new = tmp_path / "new.yaml"
    new.write_text(SOURCES.replace("id: bridges", "id: bridged"))
    os.utime(new, ns=(before.st_atime_ns, before.st_mtime_ns))
    new.rename(path)
    assert held.reload() == ()
    assert ids(held) == ["bridged"]


def test_a_touch_is_no_edit(tmp_path: Path) -> None:
    """A file that was only saved again, or has a new comment, is not announced as a change."""
    held = live(write(tmp_path))
    write(tmp_path, "# a comment\n" + SOURCES)
    assert held.reload() is None
    assert held.current.warnings == ()


def test_each_file_counts(tmp_path: Path) -> None:
    """An edit of alerts, a new line in .env, a new file of words: each is taken over."""
    held = live(write(tmp_path, alerts=ALERTS.replace("json://desk.example/alerts", "${DESK_URL}")))
    assert held.current.routing.channels == {}
    write(
        tmp_path, alerts=ALERTS.replace("json://desk.example/alerts", "${DESK_URL}"), _env="DESK_URL=json://a.example\n"
    )
    assert held.reload() == ()
    assert held.current.routing.channels == {"desk": "json://a.example"}
    words = held.current.rules.fingerprint
    write(tmp_path, topics__rivers_yaml="terms: {en: {strong: river accord}}\n")
    assert held.reload() == ()
    assert held.current.rules.fingerprint != words
    assert "rivers" in held.current.rules.topics
    (tmp_path / "config" / "topics" / "rivers.yaml").unlink()
    assert held.reload() == ()
    assert held.current.rules.fingerprint == words


def test_an_edit_of_sources_does_not_compile_the_words_anew(tmp_path: Path) -> None:
    """The words are the dear part: an edit of other files finds them made."""
    held = live(write(tmp_path))
    rules = held.current.rules
    write(tmp_path, TWO)
    assert held.reload() == ()
    assert held.current.rules is rules


def test_two_threads_may_look_at_once(tmp_path: Path) -> None:
    """Daemon and web page may both ask for a look: the edit is announced to one of them."""
    held = live(write(tmp_path))
    write(tmp_path, TWO)
    answers: list[object] = []
    threads = [Thread(target=lambda: answers.append(held.reload())) for _ in range(8)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert sorted(map(str, answers)) == ["()"] + ["None"] * 7
