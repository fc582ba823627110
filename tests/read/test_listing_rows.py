"""What the rows of lists are called and when they are dated, on lists built in the ways that offices build them."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from monitor.discover.pins import pins
from monitor.model import Before, Capture, Entry, Headline, Reading, Source, State
from monitor.read import READERS

LISTING = READERS["listing"]
URL = "https://rivers.example/news"
SEEN_AT = datetime(2026, 3, 14, 9, tzinfo=UTC)
SOURCE = Source(
    "rivers",
    "Ministry of Rivers",
    "listing",
    LISTING.options(url=URL, open="never"),
    URL,
    timezone=ZoneInfo("UTC"),
)
NOTHING_KNOWN = Before()
TITLES = (
    "The bridge at the northern gauge is closed",
    "Boats need a new licence from April",
    "Two more gauges are read at night",
    "Bids for three harbour walls are open",
)
DAYS = (date(2026, 3, 12), date(2026, 3, 9), date(2026, 3, 1), date(2026, 2, 27))
WRITTEN = ("12 March 2026", "9 March 2026", "1 March 2026", "27 February 2026")
ROWS = tuple(zip(range(4), TITLES, WRITTEN, strict=True))
SAID = "The work goes on as planned until the end of the year."


def read(body: str, before: Before = NOTHING_KNOWN) -> Reading:
    """What is read of a page with a menu, a list and a foot."""
    return LISTING.read(capture_of(body), SOURCE, before)


def capture_of(body: str) -> Capture:
    """The page, as it was answered."""
    page = (
        f"<html><head><title>News</title></head><body><nav><a href='/'>Home</a></nav><main>{body}</main></body></html>"
    )
    return Capture("rivers", LISTING.ask(SOURCE, NOTHING_KNOWN), URL, SEEN_AT, 200, (), page.encode())


def rows(reading: Reading) -> list[Entry | Headline]:
    """The rows, in the order of the list."""
    shown = {one.key: one for one in (*reading.entries, *reading.headlines)}
    return [shown[key] for key in reading.listed]


def table(*lines: str, names: str = "") -> str:
    """A table of these lines."""
    return f"<table>{names}{''.join(f'<tr>{line}</tr>' for line in lines)}</table>"


@pytest.mark.parametrize(
    "body",
    [
        "<dl>" + "".join(f"<dt>{d}</dt><dd><a href='/n/{n}'>{t}</a></dd>" for n, t, d in ROWS) + "</dl>",
        "<dl>" + "".join(f"<dt><a href='/n/{n}'>{t}</a></dt><dd>{d}</dd>" for n, t, d in ROWS) + "</dl>",
        "<p>" + "<br>".join(f"{d} <a href='/n/{n}'>{t}</a>" for n, t, d in ROWS) + "</p>",
        "<div>" + "<br>".join(f"<a href='/n/{n}'>{t}</a> (<i>{d}</i>)" for n, t, d in ROWS) + "</div>",
        "<ul>" + "".join(f"<li>{d}<ul><li><a href='/n/{n}'>{t}</a></li></ul></li>" for n, t, d in ROWS) + "</ul>",
        table(*(f"<td>{d}</td><td>26-00{n}</td><td>{t}</td><td><a href='/n/{n}.pdf'>PDF</a></td>" for n, t, d in ROWS)),
        table(
            *(f"<td><a href='/n/{n}'>No. 26-00{n} (new window)</a></td><td>{t}</td><td>{d}</td>" for n, t, d in ROWS)
        ),
        "".join(
            f"<div class='post'><button aria-expanded='false'>{t}</button><p>{d}</p><a href='/n/{n}'>Download</a></div>"
            for n, t, d in ROWS
        ),
        "<div style='display: none' id='results'>"
        + table(*(f"<td>{d}</td><td><a href='/n/{n}'>{t}</a></td>" for n, t, d in ROWS))
        + "</div>",
    ],
    ids=[
        "dl-date-first",
        "dl-link-first",
        "lines",
        "lines-date-last",
        "nested",
        "pdf",
        "numbers",
        "button",
        "by-script",
    ],
)
def test_titles_and_days_are_found(body: str) -> None:
    """Each row has its title and its day, wherever in or beside the row they stand, and a second look says the same."""
    found = read(body)
    assert [one.title for one in rows(found)] == list(TITLES)
    assert [one.published_at for one in rows(found)] == list(DAYS)
    assert rows(read(body, Before(learned=found.learned))) == rows(found)


def test_what_follows_a_row_is_its_text() -> None:
    """Headings that are links, each with a paragraph after it: the paragraph belongs to the heading over it."""
    body = "".join(f"<h3><a href='/n/{n}'>{t}</a></h3><p>{d}</p><p>{SAID}</p>" for n, t, d in ROWS)
    assert [one.text for one in rows(read(body + "<p>About this page.</p>"))] == [SAID] * 4


def test_a_day_that_spans_rows() -> None:
    """A cell over two rows of a table gives both its day."""
    first, second, third, _ = (f"<td><a href='/n/{n}'>{t}</a></td>" for n, t, _ in ROWS)
    found = read(table(f"<td rowspan='2'>{WRITTEN[0]}</td>{first}", second, f"<td>{WRITTEN[2]}</td>{third}"))
    assert [one.published_at for one in rows(found)] == [DAYS[0], DAYS[0], DAYS[2]]


def test_the_day_of_a_title_goes_before_one_in_its_text() -> None:
    """A row's title begins with its day; its text speaks of another, which is not taken."""
    text = (
        "Boats without one may not pass the gauge after 30 April 2025, the ministry says, and no boat is let through."
    )
    body = "".join(f"<p><a href='/n/{n}.pdf'>{d} — {t}</a><br>{text}</p>" for n, t, d in ROWS)
    assert [one.published_at for one in rows(read(body))] == list(DAYS)


def test_labels_are_no_part_of_a_title() -> None:
    """A link that each row has ("Case details") is left out of the title beside it."""
    details = "<a href='/case/{n}'>Case details</a>"
    lines = (
        f"<td>{d}</td><td><a href='/n/{n}.pdf'>26-00{n}</a></td><td>{t} {details.format(n=n)}</td>" for n, t, d in ROWS
    )
    assert [one.title for one in rows(read(table(*lines)))] == list(TITLES)


def test_a_table_of_years_is_no_part_of_the_list() -> None:
    """Years that lead to older lists, in a table built like the list's, are no posts."""
    years = table(*(f"<td><a href='/{year}'>{year}</a></td>" for year in range(2015, 2026)))
    posts = table(*(f"<td><a href='/n/{n}'>{t}</a></td><td>{d}</td>" for n, t, d in ROWS))
    assert [one.title for one in rows(read(years + posts))] == list(TITLES)


def test_one_row_under_the_names_of_its_columns_is_a_list() -> None:
    """A table that has had one post yet is read as a list with one post."""
    names = "<tr><th>Day</th><th>Subject</th></tr>"
    found = read(table(f"<td>{WRITTEN[0]}</td><td><a href='/n/0'>{TITLES[0]}</a></td>", names=names))
    assert (found.state, [one.title for one in rows(found)]) == (State.OK, [TITLES[0]])


def test_addresses_with_backslashes_lead_where_a_browser_goes() -> None:
    """`..\\papers\\1.pdf` is a way to write `../papers/1.pdf`."""
    body = "<ul>" + "".join(f"<li>{d} <a href='..\\papers\\{n}.pdf'>{t}</a></li>" for n, t, d in ROWS) + "</ul>"
    assert rows(read(body))[0].url == "https://rivers.example/papers/0.pdf"


def test_titles_stay_where_they_were_learned() -> None:
    """Which column holds the titles is kept: fewer rows on the next day do not make other titles of them."""
    lines = [f"<td><a href='/n/{n}'>26-00{n}</a></td><td>{t}</td><td>{d}</td>" for n, t, d in ROWS]
    learned = read(table(*lines)).learned
    assert [one.title for one in rows(read(table(lines[0]), Before(learned=learned)))] == [TITLES[0]]


def test_the_column_of_titles_is_pinned() -> None:
    """The selectors that `sources test` shows name the cell of the title where the link is none."""
    lines = [f"<td><a href='/n/{n}'>26-00{n}</a></td><td>{t}</td><td>{d}</td>" for n, t, d in ROWS]
    found, capture = read(table(*lines)), capture_of(table(*lines))
    assert pins(SOURCE, found, capture)["title"] == "td:nth-child(2)"
