"""What the `listing` reader finds on pages that list posts, with and without selectors, and what it makes of posts."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from time import perf_counter
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from pydantic import ValidationError

from monitor.model import (
    Before,
    Capture,
    Headline,
    Known,
    Purpose,
    Reading,
    Request,
    Source,
    State,
    Validators,
    Version,
)
from monitor.read import READERS
from monitor.text.fingerprint import fingerprint
from monitor.visit import visit

LISTING = READERS["listing"]
NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
URL = "https://rivers.example/news"
NOTHING_KNOWN = Before()
MENU = (
    "<nav><ul>"
    + "".join(f'<li><a href="/m/{n}">An entry of the menu, number {n}</a></li>' for n in range(30))
    + "</ul></nav>"
)
TITLES = (
    "The bridge at the northern gauge is closed for a week",
    "ក្រសួង​ជួប​ប្រជុំ​ជាមួយ​ស្ថានទូត​អំពី​ជំនួយ​ទឹក​ជំនន់",
    "洪水被害に対する無償資金協力に関する書簡の交換",
    "Boats need a new licence from April",
)


def source(**keys: Any) -> Source:
    """A list of an invented office in Phnom Penh."""
    options = LISTING.options(**{"url": URL, **keys})
    return Source("rivers", "Ministry of Rivers", "listing", options, URL, timezone=ZoneInfo("Asia/Phnom_Penh"))


def read(
    body: str, before: Before = NOTHING_KNOWN, request: Request | None = None, url: str = "", **keys: Any
) -> Reading:
    """What is read of an answer with status 200."""
    request = request or LISTING.ask(source(**keys), before)
    return LISTING.read(
        Capture("rivers", request, url or request.url, NOW, 200, (), body.encode()), source(**keys), before
    )


def page(body: str, title: str = "News | Ministry of Rivers") -> str:
    """A page of the ministry, with its menu."""
    return f"<!DOCTYPE html><html lang='en'><head><title>{title}</title></head><body>{MENU}{body}</body></html>"


def item(one: Headline | Known) -> Request:
    """The request for a post's own page."""
    request = LISTING.own(source(), one)
    assert request is not None
    return request


def titles(reading: Reading) -> list[str | None]:
    """The titles of what a list shows, in its order."""
    named = {each.key: each.title for each in (*reading.entries, *reading.headlines)}
    return [named[key] for key in reading.listed]


def days(reading: Reading) -> list[Any]:
    """When what a list shows was posted."""
    dated = {each.key: each.published_at for each in (*reading.entries, *reading.headlines)}
    return [dated[key] for key in reading.listed]


def known(key: str, text: str = "", **changes: Any) -> Known:
    """A statement that was read before."""
    title = changes.pop("title", TITLES[0])
    version = Version(1, title, text, fingerprint(title, text), NOW, date(2026, 3, 1))
    return Known("s", key, f"https:{key}", version, NOW, NOW, NOW, **changes)


LAYOUTS = {
    "list": ('<ul class="l">{}</ul>', '<li><a href="{u}">{t}</a> <i>{d}</i></li>'),
    "table": ("<table>{}</table>", '<tr><td>{d}</td><td><a href="{u}">{t}</a></td></tr>'),
    "link to a file": ("<table>{}</table>", '<tr><td>{d}</td><td>{t}</td><td><a href="{u}">View</a></td></tr>'),
    "definition list": ("<dl>{}</dl>", '<dt>{d}</dt><dd><a href="{u}">{t}</a></dd>'),
    "cards": (
        "<div>{}</div>",
        '<div class="card c-{n}"><a href="{u}"><img src="/{n}.jpg"></a><h3><a href="{u}">{t}</a></h3>'
        '<p>{d}</p><a href="{u}">Read more</a></div>',
    ),
    "cards that are links": (
        "<div>{}</div>",
        '<a class="card" href="{u}"><h3>{t}</h3><span>{d}</span><p>Some words of it.</p></a>',
    ),
    "day before": ("<div>{}</div>", '<p class="day">{d}</p><h4><a href="{u}">{t}</a></h4>'),
    "day after": ("<div>{}</div>", '<h4><a href="{u}">{t}</a></h4><p class="day">{d}</p>'),
    "blocks for days": (
        "<div>{}</div>",
        '<div class="block"><h3>{d}</h3><div><ul><li><a href="{u}">{t}</a></li></ul></div></div>',
    ),
    "bare lines": ("<div>{}</div>", '<p>{d} <a href="{u}">{t}</a></p>'),
    "table as a layout": (
        "<table><tr><td><div>{}</div></td></tr></table>",
        '<p><font>{d}</font><br><a href="{u}"><b>{t}</b></a></p>',
    ),
    "page with a sidebar": (
        '<div class="page sidebar-right"><h1>News</h1><ul>{}</ul></div>',
        '<li><a href="{u}">{t}</a> {d}</li>',
    ),
}


@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=LAYOUTS)
@pytest.mark.parametrize("day", ["{} March 2026", "2026年3月{}日", "0{}/03/2026", "ថ្ងៃទី{} ខែមីនា ឆ្នាំ២០២៦"])
def test_rows_are_found_by_themselves(layout: tuple[str, str], day: str) -> None:
    """Titles, days and addresses of a list are found in every layout, and its menu is not taken for news."""
    frame, row = layout
    rows = "".join(
        row.format(u=f"/news/{n}", t=title, d=day.format(4 - n), n=n) for n, title in enumerate(TITLES[:3], start=1)
    )
    reading = read(page(frame.format(rows)))
    assert reading.state is State.OK
    assert reading.complete
    assert titles(reading) == list(TITLES[:3])
    assert days(reading) == [date(2026, 3, 3), date(2026, 3, 2), date(2026, 3, 1)]
    assert reading.listed == tuple(f"//rivers.example/news/{n}" for n in (1, 2, 3))
    assert reading.sees_back_to == date(2026, 3, 1)


def test_rows_without_days() -> None:
    """A list without any date is found by its titles; it sees back to no time."""
    rows = "".join(f"<li><a href='/news/{n}'>{title}</a></li>" for n, title in enumerate(TITLES))
    reading = read(page(f"<ul class='l'>{rows}</ul>"))
    assert titles(reading) == list(TITLES)
    assert reading.sees_back_to is None


def test_the_choice_does_not_change_from_poll_to_poll() -> None:
    """A second list that grows longer than the first is not taken for it: where the rows are is remembered."""
    news = "".join(f"<li><a href='/news/{n}'>{title}</a> 2 March 2026</li>" for n, title in enumerate(TITLES))
    tenders = "<li><a href='/tender/{0}'>Tender number {0} for the building of a wall</a> 1 March 2026</li>"
    first = read(page(f"<ul class='news'>{news}</ul><ol class='tenders'>{tenders.format(1)}</ol>"))
    more = "".join(map(tenders.format, range(40)))
    body = page(f"<ul class='news'>{news}</ul><ol class='tenders'>{more}</ol>")
    assert read(body, Before(learned=first.learned)).listed == first.listed
    assert read(body).listed != first.listed


def test_a_list_that_moved_is_known_by_its_posts() -> None:
    """After a redesign the list is found again by what is known of it; where nothing is, operators are told."""
    first = read(page("".join(f"<p>2 March 2026 <a href='/news/{n}'>{t}</a></p>" for n, t in enumerate(TITLES))))
    moved = page(
        "<ul class='x'>" + "".join(f"<li><a href='/news/{n}'>{t}</a></li>" for n, t in enumerate(TITLES)) + "</ul>"
    )
    before = Before(learned=first.learned, known={key: known(key) for key in first.listed})
    assert read(moved, before).listed == first.listed
    other = read(moved.replace("/news/", "/other/"), before)
    assert (other.state, other.complete, other.listed) == (State.LAYOUT_CHANGED, False, ())


def test_one_new_post_and_one_left_are_enough() -> None:
    """A remembered list may shrink to one row."""
    rows = "".join(f"<li><a href='/news/{n}'>{title}</a></li>" for n, title in enumerate(TITLES))
    first = read(page(f"<ul class='l'>{rows}</ul>"))
    left = read(
        page("<ul class='l'><li><a href='/news/3'>One post is left here</a></li></ul>"), Before(learned=first.learned)
    )
    assert left.listed == ("//rivers.example/news/3",)


def test_tracking_and_anchors_make_no_second_post() -> None:
    """One post linked in two ways is one post."""
    rows = f"<li><a href='/news/1?utm_source=x'>{TITLES[0]}</a></li><li><a href='/news/1#top'>{TITLES[0]}</a></li>"
    reading = read(page(f"<ul class='l'>{rows}<li><a href='/news/2'>{TITLES[3]}</a></li></ul>"))
    assert reading.listed == ("//rivers.example/news/1", "//rivers.example/news/2")


def test_an_old_first_list_is_turned_round() -> None:
    """A list from old to new is listed from new to old."""
    rows = "".join(f"<li>{n} March 2026 <a href='/n/{n}'>{t}</a></li>" for n, t in enumerate(TITLES, start=1))
    assert read(page(f"<ul>{rows}</ul>")).listed[0] == "//rivers.example/n/4"


@pytest.mark.parametrize(
    ("keys", "opened"),
    [
        ({}, {"/news/1", "/f/rules.pdf"}),
        ({"open": "always"}, {"/news/1", "/f/rules.pdf", "https://boats.example/x"}),
        ({"open": "never"}, set()),
        ({"text": "p"}, set()),
    ],
    ids=["auto", "always", "never", "text"],
)
def test_what_is_opened(keys: dict[str, str], opened: set[str]) -> None:
    """By itself the reader opens what stands on the office's own site, and nothing where the row is the text."""
    addresses = ("/news/1", "/f/rules.pdf", "https://boats.example/x")
    rows = "".join(f"<li><a href='{u}'>{t}</a><p>{t} {t}</p></li>" for u, t in zip(addresses, TITLES, strict=False))
    reading = read(page(f"<ul class='l'>{rows}</ul>"), item="ul.l > li", **keys)
    assert {each.url.removeprefix("https://rivers.example") for each in reading.headlines} == opened
    assert len(reading.entries) == 3 - len(opened)
    assert all(entry.whole == bool(keys) for entry in reading.entries)


@pytest.mark.parametrize(
    ("address", "is_own"),
    [
        ("https://rivers.example/a", True),
        ("https://www.rivers.example/a", True),
        ("https://press.rivers.example/a", True),
        ("https://bridges.example/a", False),
    ],
)
def test_whose_site_it_is(address: str, is_own: bool) -> None:
    """A host below the office's own is the office's; another office's is not."""
    rows = f"<li><a href='{address}'>{TITLES[0]}</a></li><li><a href='/b'>{TITLES[1]}</a></li>"
    assert (address in {each.url for each in read(page(f"<ol>{rows}</ol>"), item="ol > li").headlines}) is is_own


def test_the_next_page_only_when_nothing_is_known() -> None:
    """The list is followed back when none of its posts is known, and not on the first look."""
    rows = "".join(f"<li><a href='/news/{n}'>{title}</a></li>" for n, title in enumerate(TITLES))
    body = page(f"<ul class='l'>{rows}</ul><a class='older' href='?page=2'>Older</a>")
    key = "//rivers.example/news/0"
    reached = Before(known={key: known(key, rank=0)}, baseline_at=NOW)
    away = Before(known={"//rivers.example/news/99": known("//rivers.example/news/99")}, baseline_at=NOW)
    assert read(body, next="a.older").more == ()
    assert read(body, reached, next="a.older").more == ()
    assert read(body, away, next="a.older").more == (Request(f"{URL}?page=2", Purpose.PAGE),)
    assert read(body.replace("class='older'", "rel='next'"), away).more == (Request(f"{URL}?page=2", Purpose.PAGE),)


@pytest.mark.parametrize(
    "keys", [{"item": "ul..x"}, {"date": "p:hover::x"}, {"url": "rivers"}, {"open": "sometimes"}, {"x": "y"}]
)
def test_a_wrong_key_is_refused(keys: dict[str, str]) -> None:
    """A selector that is none, an address that is none, or a key that nobody knows is a fault of the file."""
    with pytest.raises(ValidationError):
        LISTING.options(**{"url": URL, **keys})


ARTICLE = "<article><h1>{t}</h1><p class='meta'>{d}</p><p>{p}</p></article>"
WORDS = "The ministry closes the bridge at the northern gauge, and asks all drivers to take the ferry. " * 5


def test_the_day_of_the_list_and_the_hour_of_the_page() -> None:
    """A page's hour makes the list's day more exact; another day on the page does not replace it."""
    told = Headline("//rivers.example/news/1", f"{URL}/1", TITLES[0], date(2026, 3, 2), "2 March 2026")
    exact = read(page(ARTICLE.format(t=TITLES[0], d="2 March 2026, 14:05", p=WORDS)), request=item(told)).entries[0]
    assert exact.published_at == datetime(2026, 3, 2, 7, 5, tzinfo=UTC)
    other = read(page(ARTICLE.format(t=TITLES[0], d="updated 5 March 2026", p=WORDS)), request=item(told)).entries[0]
    assert other.published_at == date(2026, 3, 2)


def test_the_title_that_the_list_gives_is_found_on_the_page() -> None:
    """The heading most like the list's title is the title: whole where the list cuts it, new where it was edited."""
    cut = Headline("//rivers.example/news/1", f"{URL}/1", TITLES[0][:30] + "…")
    body = page(f"<h1>News</h1>{ARTICLE.format(t=TITLES[0], d='', p=WORDS).replace('h1', 'h3')}", "News")
    assert read(body, request=item(cut)).entries[0].title == TITLES[0]
    edited = body.replace("for a week", "for a month")
    title = read(edited, request=item(known("//rivers.example/news/1", WORDS.strip()))).entries[0].title
    assert title == "The bridge at the northern gauge is closed for a month"


def test_a_page_under_repair_is_no_edit() -> None:
    """A page that says next to nothing of what it said, without its title, is looked at by people."""
    before = known("//rivers.example/news/1", WORDS.strip(), opened=True)
    reading = read(page("<p>We are working on our site. Please come back later.</p>", "Rivers"), request=item(before))
    assert (reading.state, reading.entries, reading.gone) == (State.LAYOUT_CHANGED, (), ())
    short = read(page(ARTICLE.format(t=TITLES[0], d="", p="Withdrawn.")), request=item(before)).entries[0]
    assert short.text == "Withdrawn."


def test_a_page_that_is_cut_is_no_edit() -> None:
    """A page without its end that says less than before is incomplete."""
    before = known("//rivers.example/news/1", WORDS.strip(), opened=True)
    body = page(ARTICLE.format(t=TITLES[0], d="", p=WORDS))
    reading = read(body[: body.rindex("drivers")], request=item(before))
    assert (reading.state, reading.entries) == (State.INCOMPLETE, ())


def test_teasers_counters_and_hours_make_no_edit() -> None:
    """What changes around a post with every look changes nothing of it."""
    told = Headline("//rivers.example/news/1", f"{URL}/1", TITLES[0])
    beside = (
        "<aside><h2>More</h2>{}</aside><div class='related-posts'><h3><a href='/x'>{}</a></h3></div>"
        "<p>{} views</p><p>{} hours ago</p>"
    )
    article = ARTICLE.format(t=TITLES[0], d="2 March 2026", p=WORDS)
    one = page(article + beside.format(f"<p>{WORDS}</p>", "One", 12, 1))
    other = page(article + beside.format("<p>Quite another teaser stands here now.</p>", "Another", 977, 23))
    assert read(one, request=item(told)).entries == read(other, request=item(told)).entries


class Site:
    """A site of a few pages: the one seam to the net."""

    def __init__(self, pages: dict[str, str]) -> None:
        self.pages = pages
        self.asked: list[str] = []

    def fetch(self, request: Request, source: Source, validators: Validators | None) -> Capture:
        """The page at an address, or 404."""
        self.asked.append(request.url)
        body = self.pages.get(request.url)
        return Capture(source.id, request, request.url, NOW, 200 if body else 404, (), (body or "Not found").encode())


def listed(numbers: Iterable[int]) -> str:
    """The list with these posts."""
    rows = "".join(f"<li>{n} March 2026 <a href='/news/{n}'>{TITLES[n % 4]} ({n})</a></li>" for n in numbers)
    return page(f"<ul class='news'>{rows}</ul>")


def test_a_first_visit_opens_the_posts() -> None:
    """The posts of a list are read at their own pages, and keep the list's days."""
    pages = {f"{URL}/{n}": page(ARTICLE.format(t=f"{TITLES[n % 4]} ({n})", d="", p=WORDS)) for n in (2, 1)}
    reading = visit(LISTING, source(), NOTHING_KNOWN, Site({URL: listed((2, 1)), **pages}), NOW).reading
    assert [(entry.title, entry.published_at) for entry in reading.entries] == [
        (f"{TITLES[2]} (2)", date(2026, 3, 2)),
        (f"{TITLES[1]} (1)", date(2026, 3, 1)),
    ]
    assert all(entry.text == WORDS.strip() for entry in reading.entries)


def test_a_post_that_left_the_list_is_asked_for() -> None:
    """A post that is missing from inside the list is asked for at its own address, and 404 proves that it is gone."""
    keys = [f"//rivers.example/news/{n}" for n in (3, 2, 1)]
    earlier = NOW - timedelta(minutes=15)
    statements = {
        key: known(key, rank=rank, missing_at=(earlier,) if rank == 1 else ()) for rank, key in enumerate(keys)
    }
    before = Before(known=statements, suspects=(keys[1],), baseline_at=earlier, last_whole_at=earlier)
    reading = visit(LISTING, source(), before, Site({URL: listed((3, 1))}), NOW).reading
    assert reading.gone == (keys[1],)
    assert reading.proofs == {keys[1]: "404 at its own address"}


def test_three_hundred_rows_are_read_in_a_moment() -> None:
    """A long list costs little, above all when it is known where its rows are."""
    rows = "".join(f"<li>{n % 28 + 1} March 2026 <a href='/news/{n}'>{TITLES[n % 4]} {n}</a></li>" for n in range(300))
    body = page(f"<ul class='news'>{rows}</ul>")
    learned = read(body).learned
    started = perf_counter()
    assert len(read(body, Before(learned=learned)).listed) == 300
    assert perf_counter() - started < 1
