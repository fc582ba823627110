"""The shape of the house: what may import what, one door out, one place for the clock, the words we use."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from importlinter.application.use_cases import lint_imports
from importlinter.configuration import configure

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "monitor"
FILES = sorted(PACKAGE.rglob("*.py"))


def imports(path: Path) -> set[str]:
    """The modules that a file imports, whole names."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found |= {each.name for each in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
    return found


def name(path: Path) -> str:
    """Its path inside the package."""
    return path.relative_to(PACKAGE).as_posix()


def broad_excepts(path: Path) -> Iterator[int]:
    """The lines of a file that catch everything."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ExceptHandler):
            caught = node.type
            if caught is None or (isinstance(caught, ast.Name) and caught.id in ("Exception", "BaseException")):
                yield node.lineno


def test_layers() -> None:
    """A module imports only from the layers below its own."""
    configure()
    assert lint_imports(config_filename=str(ROOT / "pyproject.toml"), cache_dir=None)


@pytest.mark.parametrize("library", ["requests", "httpx", "urllib.request", "http.client", "socket", "aiohttp"])
def test_one_door_out(library: str) -> None:
    """Only the door, the channels and the daemon's own sockets speak to the network."""
    speakers = {name(path).split("/")[0] for path in FILES if library in imports(path)}
    assert speakers <= {"fetch", "alert", "demo", "daemon.py", "watchdog.py", "store"}, speakers


def test_tables_stay_in_the_store() -> None:
    """SQLModel and SQLAlchemy are known to the store alone."""
    users = {
        name(path).split("/")[0]
        for path in FILES
        if {each.split(".")[0] for each in imports(path)} & {"sqlmodel", "sqlalchemy", "alembic"}
    }
    assert users <= {"store"}


def test_apprise_stays_with_the_alerts() -> None:
    """apprise is known to the channels alone."""
    users = {name(path).split("/")[0] for path in FILES if "apprise" in {each.split(".")[0] for each in imports(path)}}
    assert users <= {"alert"}


def test_deciding_takes_no_clock() -> None:
    """What decides is pure: it takes the time as an argument and speaks to nothing."""
    pure = [PACKAGE / f"{name}.py" for name in ("diff", "absence", "identity", "notice")]
    pure += [path for folder in ("text", "read", "assess", "route") for path in (PACKAGE / folder).rglob("*.py")]
    pure += [path for path in (PACKAGE / "discover").rglob("*.py") if path.name != "discover.py"]
    for path in pure:
        text = path.read_text()
        assert not re.search(r"datetime\.now|time\.time\(|SystemClock|\.monotonic\(", text), name(path)


def test_broad_excepts_stand_at_the_rim() -> None:
    """A broad except stands only at the rim of a poll and of a delivery, and where the command line ends."""
    rims = {name(path) for path in FILES if list(broad_excepts(path))}
    allowed = {"poll.py", "bring.py", "daemon.py", "upkeep.py", "alert/deliver.py", "cli/__init__.py", "cli/frame.py"}
    assert rims <= allowed, rims


def test_no_word_of_a_test_in_the_product() -> None:
    """The product does not know that it is being tested."""
    for path in FILES:
        assert not imports(path) & {"pytest", "unittest", "hypothesis"}, name(path)
        assert "PYTEST_CURRENT_TEST" not in path.read_text(), name(path)


def test_every_kind_has_its_cases() -> None:
    """Each source kind has a folder of captures with at least: ok, empty, broken."""
    from monitor.read import READERS

    for kind in READERS:
        cases = {each.name for each in (ROOT / "tests" / "captures" / kind).iterdir() if each.is_dir()}
        assert {"ok", "broken"} <= cases, (kind, cases)
