"""The pages and the shipped files keep step with the code."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from docs.generate import FOLDER, PAGES
from monitor.alert.channels import fault
from monitor.cli import COMMANDS
from monitor.config.load import load
from monitor.read import READERS

ROOT = Path(__file__).parent.parent
DOCS = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
SOURCES = """\
beats:
  - {id: kh-jp, name: Cambodia and Japan, countries: [KH, JP], topics: [travel, aid]}
sources: []
"""
ALERTS = "routes: [{id: r, channels: [desk]}]\nchannels: {desk: 'json://a.example'}\n"
_BLOCK = re.compile(r"^```yaml\n(.*?)^```", re.MULTILINE | re.DOTALL)
_FILE = re.compile(r"# ((?:(?:topics|countries|languages|facts|mentions|templates)/)?[a-z.]+\.yaml)\n")
_LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")
_CODE = re.compile(r"`([^`\n]+)`|^(?:```\w*\n)(.*?)^```", re.MULTILINE | re.DOTALL)
_COMMAND = re.compile(r"^(?:\.venv/bin/)?monitor ([a-z]+)", re.MULTILINE)
_NOT_OUR_WORDS = re.compile(r"\b(scrap(?:e|es|er|ing)|crawl\w*|notifier|snapshots?)\b", re.IGNORECASE)


def shown(path: Path) -> str:
    """Its path inside the project."""
    return path.relative_to(ROOT).as_posix()


def blocks() -> Iterator[tuple[str, str]]:
    """Each YAML block that an operator might copy, and the page that it stands on."""
    for path in DOCS:
        for text in _BLOCK.findall(path.read_text()):
            yield shown(path), text


@pytest.mark.parametrize(("page", "text"), list(blocks()))
def test_every_example_is_right(page: str, text: str, tmp_path: Path) -> None:
    """What an operator copies from a page is taken without a complaint; its first line says for which file it is."""
    file = _FILE.match(text)
    assert file, page
    for name, content in {"sources.yaml": SOURCES, "alerts.yaml": ALERTS, file[1]: text}.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(content)
    config = load(tmp_path / "sources.yaml", tmp_path, {}, fault)
    assert config.beats
    assert config.routing.routes


def test_the_shipped_files_run_as_they_are() -> None:
    """Without a single variable the shipped files load, something is polled, and no channel is needed."""
    config = load(ROOT / "sources.yaml", ROOT / "config", {}, fault)
    polled = [source for source in config.sources if source.pollable]
    assert {"japan-travel-advice", "listing"} <= {source.kind for source in polled}
    assert all(source.side for source in config.sources)
    assert config.routing.channels == {}


def test_the_example_of_env_names_each_variable() -> None:
    """Whatever the shipped files need is listed in .env.example."""
    config = load(ROOT / "sources.yaml", ROOT / "config", {}, fault)
    listed = set(re.findall(r"^(\w+)=", (ROOT / ".env.example").read_text(), re.MULTILINE))
    assert {need.variable for need in config.needs} <= listed


@pytest.mark.parametrize("path", DOCS, ids=shown)
def test_links_lead_somewhere(path: Path) -> None:
    """A link from one page to another finds it."""
    links = [link for link in _LINK.findall(path.read_text()) if "://" not in link]
    assert [link for link in links if not (path.parent / link).exists()] == []


@pytest.mark.parametrize("path", DOCS, ids=shown)
def test_pages_name_commands_that_exist(path: Path) -> None:
    """A command that a page tells the reader to type is one."""
    code = ["".join(parts) for parts in _CODE.findall(path.read_text())]
    named = {name for text in code for name in _COMMAND.findall(text)}
    assert named <= COMMANDS.keys()


@pytest.mark.parametrize("path", DOCS, ids=shown)
def test_pages_use_our_words(path: Path) -> None:
    """One term for one concept: a poll is no scrape, a capture no snapshot."""
    assert _NOT_OUR_WORDS.findall(path.read_text()) == []


def test_every_kind_is_explained() -> None:
    """Each kind of source has its row on the operators' page."""
    page = (ROOT / "docs" / "operators" / "sources.md").read_text()
    assert [kind for kind in READERS if f"| `{kind}` |" not in page] == []


@pytest.mark.parametrize("name", list(PAGES))
def test_the_reference_is_fresh(name: str) -> None:
    """The generated pages say what the code says: `make docs` writes them."""
    assert (FOLDER / name).read_text() == PAGES[name]()
