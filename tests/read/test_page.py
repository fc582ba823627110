"""What the `page` reader watches: all of a page's main part, always the same, and nothing that stands in its place."""

from datetime import UTC, datetime
from typing import Any

import pytest
from pydantic import ValidationError

from monitor.model import Before, Capture, Headline, Known, Media, Reading, Source, State, Version
from monitor.read import READERS
from monitor.text.fingerprint import fingerprint

PAGE = READERS["page"]
NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
URL = "https://rivers.example/rules"
NOTHING_KNOWN = Before()
RULES = "<p>Who comes by boat needs a pass. It costs 20 USD, and is given at the port within a day.</p>" * 4
NEWS = "<p>Another part of the ministry tells its news here, at length, in sentences that end.</p>" * 3


def source(**keys: Any) -> Source:
    """A page of an invented office."""
    return Source("rules", "Ministry of Rivers", "page", PAGE.options(**{"url": URL, **keys}), URL)


def read(body: str, before: Before = NOTHING_KNOWN, status: int = 200, **keys: Any) -> Reading:
    """What is read of an answer."""
    request = PAGE.ask(source(**keys), before)
    return PAGE.read(Capture("rules", request, URL, NOW, status, (), body.encode()), source(**keys), before)


def page(body: str) -> str:
    """A page with a menu and a footer."""
    menu, footer = "<nav><a href='/'>Home</a> <a href='/news'>News</a></nav>", "<footer>12 River Road</footer>"
    return f"<!DOCTYPE html><html lang='en'><head><title>Rules</title></head><body>{menu}{body}{footer}</body></html>"


def known(reading: Reading) -> Before:
    """What is known once a reading was kept."""
    entry = reading.entries[0]
    version = Version(1, entry.title, entry.text, fingerprint(entry.title, entry.text), NOW)
    return Before(known={"page": Known("s", "page", URL, version, NOW, NOW, NOW, rank=0)}, learned=reading.learned)


def test_one_statement() -> None:
    """A page is one statement, whole, at its own address."""
    reading = read(page(f"<main>{RULES}</main>"))
    assert (reading.state, reading.complete, reading.listed) == (State.OK, True, ("page",))
    assert reading.entries[0].url == URL
    assert reading.entries[0].text.startswith("Who comes by boat")


def test_the_part_that_is_watched_stays_the_same() -> None:
    """A part that is remembered is read, also when another part of the page grows longer."""
    first = read(page(f"<div class='rules'>{RULES}</div><div class='news'>News.</div>"))
    assert first.learned["path"] == "/html/body/div.rules"
    later = page(f"<div class='rules'>{RULES}</div><div class='news'>{NEWS * 9}</div>")
    assert read(later, known(first)).entries == first.entries


def test_a_part_that_is_gone_is_looked_for_again() -> None:
    """After a redesign the main part is found anew."""
    first = read(page(f"<div class='rules'>{RULES}</div>"))
    second = read(page(f"<section class='content'>{RULES}</section>"), known(first))
    assert second.entries[0].text == first.entries[0].text
    assert second.learned["path"] == "/html/body/section.content"


def test_tables_and_short_lines_are_part_of_it() -> None:
    """A table of figures beside the prose is watched too."""
    reading = read(page(f"<div>{RULES}</div><table><tr><td>Upper river</td><td>0</td></tr></table>"))
    assert "Upper river 0" in reading.entries[0].text


@pytest.mark.parametrize("status", [404, 410])
def test_a_page_that_is_gone_is_a_state(status: int) -> None:
    """Operators are told at once, and nothing is reported as taken down."""
    reading = read("Not found", known(read(page(RULES))), status)
    assert (reading.state, reading.entries, reading.gone) == (State.PAGE_GONE, (), ())


def test_a_page_under_repair_is_no_edit() -> None:
    """A page that says next to nothing of what it said is looked at by people."""
    before = known(read(page(f"<main>{RULES}</main>")))
    reading = read(page("<main><p>We are back soon.</p></main>"), before)
    assert (reading.state, reading.entries) == (State.LAYOUT_CHANGED, ())


def test_a_page_that_is_cut_is_no_edit() -> None:
    """A page without its end that says less than before is incomplete."""
    body = page(f"<main>{RULES}</main>")
    reading = read(body[: body.rindex("within")], known(read(body)))
    assert (reading.state, reading.entries) == (State.INCOMPLETE, ())


def test_a_selector_that_finds_nothing() -> None:
    """Where the part that was watched is not there, the layout has changed."""
    first = read(page(f"<div id='rules'>{RULES}</div>"), text="#rules")
    assert first.state is State.OK
    second = read(page(f"<div id='new'>{RULES}</div>"), Before(learned=first.learned), text="#rules")
    assert (second.state, second.entries) == (State.LAYOUT_CHANGED, ())
    assert read(page(RULES), text="#rules").state is State.UNREADABLE


def test_it_has_no_address_but_its_own() -> None:
    """Nothing but the list's own address can be asked."""
    assert PAGE.own(source(), Headline("page", URL, None)) is None


@pytest.mark.parametrize("keys", [{"text": "a >"}, {"url": "file:///etc/hosts"}, {"item": "li"}])
def test_a_wrong_key_is_refused(keys: dict[str, str]) -> None:
    """A selector that is none, an address that is none, a key of another kind: faults of the file."""
    with pytest.raises(ValidationError):
        PAGE.options(**{"url": URL, **keys})


@pytest.mark.parametrize(
    "title", ["Maintenance", "rivers.example | 522: Connection timed out", "503 Service Temporarily Unavailable"]
)
def test_a_page_that_says_that_the_site_is_out_of_order_is_no_edit(title: str) -> None:
    """What a site or its front server shows while it is out of order, though with 200, is not the rule's new text."""
    was = known(read(page(f"<main>{RULES}</main>")))
    words = "<p>Our engineers look into it. Try again in some minutes, or write to who runs this place.</p>" * 4
    body = page(f"<main><h1>{title}</h1>{words}</main>").replace("<title>Rules", f"<title>{title}")
    reading = read(body, was)
    assert (reading.state, reading.entries) == (State.OFFLINE, ())


def test_a_notice_of_maintenance_in_the_rules_is_read() -> None:
    """A rule that comes to speak of maintenance is the rule still."""
    was = known(read(page(f"<main>{RULES}</main>")))
    reading = read(page(f"<main><p>The port is down for maintenance in May.</p>{RULES}</main>"), was)
    assert "maintenance" in reading.entries[0].text


def test_an_address_that_leads_to_the_first_page_of_the_site_is_no_edit() -> None:
    """A page that was taken away, so that its address leads to the site's first page, has no new text."""
    body = page(f"<main>{NEWS}</main>").encode()
    capture = Capture("rules", PAGE.ask(source(), NOTHING_KNOWN), "https://rivers.example/", NOW, 200, (), body)
    assert PAGE.read(capture, source(), NOTHING_KNOWN).state is State.LAYOUT_CHANGED


def test_a_file_at_its_address_is_for_others_to_read() -> None:
    """A page that is a PDF file is there, and its text stands in the file."""
    reading = read("%PDF-1.7 …")
    assert (reading.state, reading.listed, reading.entries[0].whole) == (State.OK, ("page",), False)
    assert reading.entries[0].media == (Media(URL, "file"),)


def test_pictures_without_words_are_a_state() -> None:
    """A page that shows pictures of text and no text is told as that, with the pictures; its logo is none."""
    shown = "<div><img src='/scan-1.jpg'><img src='/scan-2.jpg'></div>"
    reading = read(page(f"<nav><img src='/menu.jpg'></nav>{shown}"))
    assert (reading.state, reading.complete) == (State.IMAGE_ONLY, False)
    assert [each.url for each in reading.entries[0].media] == [f"https://rivers.example/scan-{n}.jpg" for n in (1, 2)]
    assert not reading.entries[0].whole
    assert read(page("<div></div>")).state is State.UNREADABLE
