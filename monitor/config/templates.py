"""The newsroom's own templates of alerts, `config/templates/`: the good ones. A bad one is told, and not used."""

import re
from collections.abc import Callable, Mapping
from importlib.resources import files
from pathlib import Path

from monitor.config.complaints import Complaints, Place
from monitor.config.document import read_text
from monitor.logs import log

FOLDER = "templates"
NAMES = ("alert", "notice", "digest")
END = ".txt.j2"
_PHRASES = re.compile(r"phrases\.[a-z]{2,3}\.yaml")
"""Read by phrases.py."""

CheckTemplate = Callable[[str, str, str], tuple[int, str] | None]
"""Of a template's name, text and language: the line and what is wrong with it; None for a good one."""


def told_in() -> tuple[str, ...]:
    """The languages that alerts can be told in."""
    return tuple(sorted(path.name.removesuffix(".yaml") for path in (files("monitor") / "words" / "alerts").iterdir()))


def accept_template(_name: str, _text: str, _language: str) -> tuple[int, str] | None:
    """A check that finds no fault: for what sends nothing."""
    return None


def template_paths(folder: Path) -> list[Path]:
    """The files that stand where templates stand."""
    return sorted(path for path in (folder / FOLDER).glob("[!.]*") if path.is_file())


def templates_in(folder: Path, language: str, check: CheckTemplate) -> tuple[Mapping[str, str], tuple[str, ...]]:
    """The text of the good ones by name, those in the newsroom's language first; and what is wrong with the others."""
    good: dict[str, str] = {}
    warnings = []
    for path in template_paths(folder):
        name, spoken = _named(path)
        if _PHRASES.fullmatch(path.name):
            continue
        if name not in NAMES:
            names = ", ".join(f"{each}{END}" for each in NAMES)
            warnings.append(f"{path}:1:1: nobody reads this file; allowed: {names}, or with a language: alert.km{END}")
        elif spoken in ("", language):
            complaints = Complaints()
            text = read_text(path, complaints, "check who may read it")
            fault = check(name, text, language) if text is not None else None
            if fault:
                complaints.add(str(path), Place(fault[0], 1), fault[1])
            if complaints:
                warnings += [f"{each}; it is not used" for each in complaints.lines]
            elif text is not None and (spoken or name not in good):
                good[name] = text
    for each in warnings:
        log().warning("template refused", why=each)
    return good, tuple(warnings)


def _named(path: Path) -> tuple[str, str]:
    """`alert.km.txt.j2` is `alert` in `km`."""
    name, _, spoken = path.name.removesuffix(END).partition(".")
    return (name, spoken) if path.name.endswith(END) else ("", "")
