"""The files of an invented newsroom, and a folder to write them into."""

from collections.abc import Mapping
from pathlib import Path

from monitor.config.config import Config
from monitor.config.load import load

BEATS = """\
beats:
  - {id: kh-jp, name: Cambodia and Japan, countries: [KH, JP], topics: [travel, aid]}
"""
SOURCES = (
    BEATS
    + """\
sources:
  - id: bridges
    name: Office of Bridges (invented)
    kind: feed
    url: https://bridges.example/feed.xml
    side: KH
"""
)
ALERTS = """\
newsroom: {timezone: Asia/Phnom_Penh, contact: desk@newsroom.example}
channels:
  desk: json://desk.example/alerts
routes:
  - {id: kh-jp, beats: [kh-jp], channels: [desk]}
operators: [desk]
"""


def write(folder: Path, sources: str = SOURCES, alerts: str = ALERTS, **others: str) -> Path:
    """Write the files; `others` by name, with __ for / and _ for . (`topics__rivers_yaml`, `_env`)."""
    (folder / "config").mkdir(exist_ok=True)
    (folder / "sources.yaml").write_text(sources, encoding="utf-8")
    (folder / "config" / "alerts.yaml").write_text(alerts, encoding="utf-8")
    for name, text in others.items():
        name = name.replace("__", "/").replace("_", ".")
        path = folder / name if name == ".env" else folder / "config" / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def loaded(folder: Path, environment: Mapping[str, str] | None = None) -> Config:
    """What the files in a folder say."""
    return load(folder / "sources.yaml", folder / "config", environment or {})
