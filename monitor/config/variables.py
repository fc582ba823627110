"""The variables that files may name: those of the environment, and over nothing else the lines of `.env`."""

from collections.abc import Mapping
from io import StringIO
from pathlib import Path

from dotenv.parser import parse_stream

from monitor.config.complaints import Complaints, Place
from monitor.config.document import read_text


def env_file(sources: Path) -> Path:
    """`.env` beside `sources.yaml`."""
    return sources.parent / ".env"


def variables(sources: Path, environment: Mapping[str, str], complaints: Complaints) -> dict[str, str]:
    """What `${NAME}` may take: the environment wins over `.env`. Values are taken as they are, without expansion."""
    path = env_file(sources)
    if not path.is_file():
        return dict(environment)
    text = read_text(path, complaints, "check who may read it")
    found: dict[str, str] = {}
    for line in parse_stream(StringIO(text or "")):
        if line.error:
            complaints.add(str(path), Place(line.original.line, 1), "the line cannot be read: write NAME=value")
        elif line.key is not None:
            found[line.key] = line.value or ""
    return {**found, **environment}
