"""`sources add`, `import` and `export`: from an address, or another program's list, to an entry that is polled."""

from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest

from command_line import Monitor
from everyday import FLIGHTS, newsroom
from servers import Site

ROWS = "".join(
    f'<li class="post"><span class="date">2026-02-{day}</span> '
    f'<a href="/news/{day}">The bridge of the {day}th is open to all who cross the river</a></li>'
    for day in range(24, 14, -1)
)
HOME = f"""<html><head><title>Office of Bridges ${{TOKEN}}</title>
<link rel="alternate" type="application/rss+xml" href="/bridges.xml">
<link rel="alternate" type="application/rss+xml" href="/news.xml"></head>
<body><div class="main"><ul>{ROWS}</ul></div></body></html>"""


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    """A site whose home page lists posts, and announces a feed that is read already and one that is not."""
    with newsroom(tmp_path) as site:
        path = tmp_path / "sources.yaml"
        path.write_text(path.read_text() + "  # what comes next is ours\n\n# the end\n")
        site.put("/", HOME)
        site.pages["/news.xml"] = site.pages["/bridges.xml"]
        yield site


def entries(folder: Path) -> str:
    """What was added to the file."""
    return (folder / "sources.yaml").read_text().partition("enabled: false}\n")[2]


def test_a_person_chooses(site: Site, monitor: Monitor, tmp_path: Path) -> None:
    """Each way to read the address is shown with its posts; the chosen one is written, and nothing else moves."""
    before = (tmp_path / "sources.yaml").read_text()
    said = monitor("sources", "add", site.address, "--allow-private", stdin="9\n3\nbridge-list\n\nJP\n")
    assert said.status == 0, said.err
    assert "1. feed" in said.out
    assert "read already, as bridges" in said.out
    assert "3. listing" in said.out
    assert "2026-02-24" in said.out
    assert "item: li.post · link: a · date: span.date" in said.out
    assert entries(tmp_path) == (
        f'  - id: bridge-list\n    name: "Office of Bridges $ {{TOKEN}}"\n    kind: listing\n    url: {site.address}\n'
        "    side: JP\n    allow_private: true\n  # what comes next is ours\n\n# the end\n"
    )
    assert (tmp_path / "sources.yaml").read_text().startswith(before.partition("  # what comes")[0])
    tested = monitor("sources", "test", "bridge-list", "--format", "json")
    assert tested.status == 0
    assert tested.json["selectors"] == {"item": "li.post", "link": "a", "date": "span.date"}


def test_nothing_is_asked_of_who_says_yes(site: Site, monitor: Monitor, tmp_path: Path) -> None:
    """With --yes a program adds what it names, in one go; a list may be pinned, and the entry is polled."""
    args = ("--allow-private", "--yes", "--side", "JP", "--about", "KH, JP")
    said = monitor("sources", "add", f"{site.address}/news.xml", "--id", "news", "--name", "News", *args)
    assert said.status == 0, said.err
    pinned = monitor("sources", "add", site.address, "--kind", "listing", "--id", "list", "--pin", *args)
    assert pinned.status == 0, pinned.err
    assert "    about: [KH, JP]\n" in entries(tmp_path)
    assert "    item: li.post\n    link: a\n    date: span.date\n" in entries(tmp_path)
    polled = monitor("poll", "--dry-run", "news", "--format", "json")
    assert FLIGHTS in [each["text"] for each in polled.json["changes"]]


def test_the_same_is_not_added_twice(site: Site, monitor: Monitor, tmp_path: Path) -> None:
    """What a source reads already is refused by its ID, and the file is left alone."""
    before = (tmp_path / "sources.yaml").read_bytes()
    said = monitor("sources", "add", f"{site.address}/bridges.xml", "--allow-private", "--yes")
    assert (said.status, said.err.count("\n")) == (2, 1)
    assert "as bridges" in said.err
    assert (tmp_path / "sources.yaml").read_bytes() == before


@pytest.mark.parametrize("wrong", [["--id", "rivers"], ["--id", "No ID"], ["--side", "UK"]])
def test_a_wrong_entry_is_taken_back(wrong: list[str], site: Site, monitor: Monitor, tmp_path: Path) -> None:
    """The file is checked with the new entry in it; when that is wrong it is told, and the file is as before."""
    before = (tmp_path / "sources.yaml").read_bytes()
    said = monitor("sources", "add", f"{site.address}/news.xml", "--allow-private", "--yes", *wrong)
    assert said.status == 2
    assert "sources.yaml:" in said.err
    assert (tmp_path / "sources.yaml").read_bytes() == before
    assert [path.name for path in tmp_path.glob("sources.yaml*")] == ["sources.yaml"]


def test_where_nothing_can_be_read_it_is_said_why(site: Site, monitor: Monitor) -> None:
    """Each way that was tried is told with its state; a private address is not asked unless it is allowed."""
    said = monitor("sources", "add", site.address, "--yes")
    assert said.status == 1
    assert "refused-address" in said.err
    assert site.asked == []
    assert monitor("sources", "add", f"{site.address}/nowhere", "--allow-private", "--yes").status == 1
    assert monitor("sources", "add", site.address, "--kind", "gopher").status == 2
    assert monitor("sources", "test", f"{site.address}/nowhere", "--allow-private").status == 1


@pytest.mark.parametrize(
    "address", ["http://[", "ftp://rivers.example", "https://", "https://me:pw@rivers.example/", "a b"]
)
def test_what_is_no_address_is_told(address: str, site: Site, monitor: Monitor) -> None:
    """A slip of the pen is told in one line, without a password that stands in it; nothing is asked."""
    for command in ("add", "test"):
        said = monitor("sources", command, address, "--kind", "feed")
        assert said.status == 2, said
        assert said.err.count("\n") == 1
        assert "pw" not in said.err
    assert site.asked == []


def test_facebook_stands_by_until_there_is_a_token(site: Site, monitor: Monitor, tmp_path: Path) -> None:
    """The address says which page it is; the entry names the variable, and it is said that it must be set."""
    said = monitor("sources", "add", "www.facebook.com/office.of.ferries", "--yes", "--side", "KH")
    assert said.status == 0, said.err
    assert "FACEBOOK_ACCESS_TOKEN" in said.err
    assert "    page: office.of.ferries\n    token: ${FACEBOOK_ACCESS_TOKEN}\n" in entries(tmp_path)
    assert monitor("config", "check").status == 0


OPML = """<?xml version="1.0"?><opml version="2.0"><head/><body>
<outline text="Offices"><outline text="Water"><outline text="Lakes ${TOKEN}" xmlUrl="https://lakes.example/feed" />
<outline text="Twice" xmlUrl="https://lakes.example/feed"/></outline>
<outline text="Bridges" type="rss" xmlUrl="%s/bridges.xml"/></outline>
<outline text="Ferries" type="link" url="https://t.me/ferry_office" category="/Boats,/Ports/Small"/>
<outline text="A page" type="link" url="https://lakes.example/about"/>
<outline text="Thief" xmlUrl="https://thief.example/${TOKEN}"/>
<outline text="Junk" xmlUrl="javascript:alert(1)"/></body></opml>"""


def test_a_list_of_another_program_is_taken(site: Site, monitor: Monitor, tmp_path: Path) -> None:
    """Feeds and known services become sources, folders become tags; what is known or no feed is left out and told."""
    (tmp_path / "feeds.opml").write_text(OPML % site.address)
    said = monitor("sources", "import", "feeds.opml", "--side", "KH", "--format", "jsonl")
    assert said.status == 0, said.err
    assert "2 added" in said.err
    assert entries(tmp_path).startswith(
        '  - id: lakes\n    name: "Lakes $ {TOKEN}"\n    kind: feed\n    url: https://lakes.example/feed\n'
        "    side: KH\n    tags: [Offices, Water]\n"
        "  - id: ferry-office\n    name: Ferries\n    kind: telegram\n    channel: ferry_office\n    side: KH\n"
        "    tags: [Boats, Ports/Small]\n"
    )
    assert "read already, as bridges" in said.out
    again = monitor("sources", "import", "feeds.opml")
    assert "0 added" in again.err


def test_the_sources_are_given_to_other_programs(site: Site, monitor: Monitor, tmp_path: Path) -> None:
    """What is exported can be read back, and holds variables, never their values."""
    path = tmp_path / "sources.yaml"
    path.write_text(
        path.read_text()
        + '  - {id: lakes, name: "Lakes & more", kind: feed, url: "https://lakes.example/${KEY}/feed", tags: [water]}\n'
        "  - {id: ferry, name: Ferry, kind: telegram, channel: ferry_office, side: KH}\n"
    )
    (tmp_path / ".env").write_text("KEY=s3cret-key\n")
    said = monitor("sources", "export")
    assert said.status == 0, said.err
    assert "s3cret-key" not in said.out
    outlines = {each.get("text"): each.attrib for each in ElementTree.fromstring(said.out).iter("outline")}
    assert outlines["Lakes & more"]["xmlUrl"] == "https://lakes.example/${KEY}/feed"
    assert outlines["Lakes & more"]["category"] == "/water"
    assert outlines["Ferry"]["url"] == "https://t.me/s/ferry_office"
    assert "0 added" in monitor("sources", "import", "-", stdin=said.out).err


@pytest.mark.parametrize(
    "body",
    [
        "",
        "not xml",
        "<html></html>",
        "<opml>" + "<outline>" * 300,
        "<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><a>&b;</a>",
    ],
)
def test_what_is_no_list_is_refused(body: str, site: Site, monitor: Monitor, tmp_path: Path) -> None:
    """A file of another form, or one made to hurt, changes nothing."""
    before = (tmp_path / "sources.yaml").read_bytes()
    assert monitor("sources", "import", "-", stdin=body).status == 2
    assert (tmp_path / "sources.yaml").read_bytes() == before
