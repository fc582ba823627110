"""What is read of one post's own page: title, text, date and files, and nothing of what stands around them."""

import json
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.read import markup, noise, selector
from monitor.read.article import Article, article

URL = "https://rivers.example/news/14"
ZONE = ZoneInfo("Asia/Phnom_Penh")
TITLE = "The bridge at the northern gauge is closed"
FIRST = "The bridge at the northern gauge is closed for a week, the Ministry of Rivers said on Monday."
SECOND = "All drivers are asked to take the ferry, which is free of charge until the bridge is open again."
TEXT = f"<p>{FIRST}</p><p>{SECOND}</p>"


def page(body: str, head: str = "", title: str = f"{TITLE} | Ministry of Rivers") -> str:
    """A page with a menu, a side column and a footer."""
    menu = "<nav><a href='/'>Home</a><a href='/news'>News of the ministry</a><a href='/law'>Laws and rules</a></nav>"
    side = f"<div class='sidebar'><p>{SECOND} {SECOND}</p></div>"
    footer = "<footer><p>Ministry of Rivers, 12 River Road. All rights are the river's.</p></footer>"
    return (
        f"<!DOCTYPE html><html lang='en'><head><title>{title}</title>{head}</head>"
        f"<body>{menu}<div id='content'>{body}</div>{side}{footer}</body></html>"
    )


def read(html: str, **keys: Any) -> Article:
    """What is read of a page."""
    found = article(html, URL, zone=ZONE, **keys)
    assert found is not None
    return found


def test_the_text_and_nothing_beside_it() -> None:
    """Menu, side column and footer are no text; the title is told apart."""
    found = read(page(f"<h1>{TITLE}</h1>{TEXT}"))
    assert (found.title, found.text) == (TITLE, f"{FIRST}\n\n{SECOND}")
    assert (found.language, found.headed, found.whole) == ("en", True, True)


@pytest.mark.parametrize(
    "beside",
    [
        "<div class='share-buttons'><a href='/s'>Share this</a></div>",
        "<ul class='tags'><li><a href='/t/1'>bridges</a></li></ul>",
        "<div class='related'><h3>Read also</h3><p>Another statement was made on Sunday, in another place.</p></div>",
        "<div id='comments'><p>I do not agree with this at all. Nobody should ever close a bridge.</p></div>",
        "<div class='x'>"
        + "".join(f"<div class='c'><h3><a href='/{n}'>Title {n}</a></h3><p>Words.</p></div>" for n in "abc")
        + "</div>",
        "<ul>" + "".join(f"<li><a href='/{n}'>One more page, the {n}</a></li>" for n in "abc") + "</ul>",
        "<p>1,204 views</p>",
        "<p>3 hours ago</p>",
        "<aside><p>An advertisement of a ferry company that is long and ends in a full stop.</p></aside>",
        "<figure><img src='/b.jpg'><figcaption>The bridge on Monday. Photo: the ministry.</figcaption></figure>",
        "<div class='wp-caption'><img src='/b.jpg'><p class='wp-caption-text'>The bridge on Monday.</p></div>",
        "<div class='PromoSmall'><p>The ferry has a new captain, who tells of the river.</p></div>",
        "<div class='row next-prev'><a href='/13'>The old lock</a><p>It is closed for a year.</p></div>",
        "<div class='register hidden'><p>Sign in to read on. It is free of charge.</p></div>",
    ],
)
def test_what_stands_beside_a_text_is_no_part_of_it(beside: str) -> None:
    """Sharing, tags, teasers, comments, counters and advertising make no difference."""
    assert read(page(f"<h1>{TITLE}</h1>{TEXT}{beside}")).text == f"{FIRST}\n\n{SECOND}"


def test_short_lines_are_part_of_it() -> None:
    """A list of figures and a short last line belong to the one long paragraph between them."""
    fees = "<ul><li>Cars: 2 USD</li><li>Lorries: 5 USD</li></ul><p>Thank you.</p>"
    body = f"<h1>{TITLE}</h1><p>Dear drivers,</p><p>{FIRST}</p>{fees}"
    assert read(page(body)).text == f"Dear drivers,\n\n{FIRST}\n\nCars: 2 USD\nLorries: 5 USD\n\nThank you."


def test_a_table_is_read_in_rows() -> None:
    """A statement that is written into a table of the page is read."""
    body = f"<table><tr><td>{TEXT}<table><tr><td>Cars</td><td>2 USD</td></tr></table></td></tr></table>"
    assert "Cars 2 USD" in read(page(f"<h2>{TITLE}</h2>{body}")).text


def test_annexes_are_files_of_the_text() -> None:
    """Files and pictures of the text are kept with their addresses; ornaments are not."""
    body = (
        f"{TEXT}<p><a href='/files/map.pdf'>Map</a> <img src='/uploads/bridge.jpg' width='800'>"
        "<img src='/icon-share.png'><img src='data:image/gif;base64,R0' ><img src='/dot.gif' width='1'></p>"
    )
    assert [(each.url, each.type) for each in read(page(body)).media] == [
        ("https://rivers.example/files/map.pdf", "file"),
        ("https://rivers.example/uploads/bridge.jpg", "image"),
    ]


def test_a_scan_is_not_whole() -> None:
    """A page whose text is a picture or a file is kept, and marked as not read."""
    found = read(page(f"<article><h1>{TITLE}</h1><p><img src='/scan-1.jpg' width='900'></p></article>"))
    assert (found.title, found.text, found.whole, len(found.media)) == (TITLE, "", False, 1)


@pytest.mark.parametrize(
    ("lang", "title", "first", "second"),
    [
        ("km", "សេចក្តីជូនដំណឹងអំពីស្ពាន", "ក្រសួង​សូម​ជម្រាប​ជូន​ថា ស្ពាន​ត្រូវ​បិទ​មួយ​សប្តាហ៍។", "សូម​អរគុណ។"),
        (
            "ja",
            "橋の通行止めについて",
            "北水位観測所の橋は三月三日から通行止めとなります。",
            "渡し船をご利用ください。",
        ),
    ],
)
def test_short_texts_in_khmer_and_japanese(lang: str, title: str, first: str, second: str) -> None:
    """Two short sentences in a dense script are a text, and no menu is drawn into it."""
    body = f"<html lang='{lang}'><head><title>{title}</title></head><body><ul>" + "".join(
        f"<li><a href='/{n}'>{title}の一覧 {n}</a></li>" for n in range(20)
    )
    found = read(f"{body}</ul><div><h1>{title}</h1><p>{first}</p><p>{second}</p></div></body></html>")
    assert (found.title, found.text, found.language) == (title, f"{first}\n\n{second}", lang)


@pytest.mark.parametrize(
    ("head", "body", "when"),
    [
        (
            '<meta property="article:published_time" content="2026-03-02T14:05:00+07:00">',
            "",
            datetime(2026, 3, 2, 7, 5, tzinfo=UTC),
        ),
        ('<meta name="DC.date.issued" content="2026-03-02">', "", date(2026, 3, 2)),
        ("", "<p>2 March 2026</p>", date(2026, 3, 2)),
        ("", "<time datetime='2026-03-02T14:05+07:00'>today</time>", datetime(2026, 3, 2, 7, 5, tzinfo=UTC)),
        ("", "<p>ភ្នំពេញ ថ្ងៃទី២ ខែមីនា ឆ្នាំ២០២៦</p>", date(2026, 3, 2)),
        ("", "<p>令和8年3月2日</p>", date(2026, 3, 2)),
        ("", "<p>Date:2 March 2026</p>", date(2026, 3, 2)),
    ],
)
def test_when_it_was_published(head: str, body: str, when: Any) -> None:
    """What is said for machines, near the title, in any script."""
    assert read(page(f"<h1>{TITLE}</h1>{body}{TEXT}", head)).published_at == when


def test_pictures_stay_without_their_captions() -> None:
    """A caption is no part of the text, its picture is; where the caption is all there is, it is the text."""
    figure = f"<figure><img src='/b.jpg'><figcaption>{SECOND}</figcaption></figure>"
    found = read(page(f"<h1>{TITLE}</h1>{TEXT}{TEXT}<div class='gallery'>{figure}</div>"))
    assert SECOND not in found.text.replace(f"{FIRST}\n\n{SECOND}", "")
    assert [one.url for one in found.media] == ["https://rivers.example/b.jpg"]
    alone = f"<html><title>{TITLE}</title><body><div><h1>{TITLE}</h1>{figure}</div></body></html>"
    assert read(alone).text == SECOND


def test_the_one_day_that_is_marked_on_a_page() -> None:
    """A time far from title and text is taken when no other marked time says another day."""
    bar = "<div><div><time datetime='2026-03-02T14:05+07:00'>2 March</time></div></div>"
    post = f"<div class='post'><h1>{TITLE}</h1>{TEXT}</div>"
    assert read(page(bar + post)).published_at == datetime(2026, 3, 2, 7, 5, tzinfo=UTC)
    assert read(page(f"{bar}<p><time datetime='2026-01-05'>5 January</time></p>{post}")).published_at is None


def test_linked_data_in_cdata() -> None:
    """Some sites wrap what they say for machines as if it stood in XML."""
    said = json.dumps({"@type": "NewsArticle", "headline": TITLE, "datePublished": "2026-03-02"})
    script = f'<script type="application/ld+json">\n<![CDATA[\n{said}\n]]>\n</script>'
    assert read(page(TEXT, script, "Rivers")).published_at == date(2026, 3, 2)


def test_linked_data() -> None:
    """What the page says of its article in JSON-LD is believed: headline, date, author."""
    said = {
        "@context": "https://schema.org",
        "@graph": [
            {"@type": "WebPage", "datePublished": "2020-01-01"},
            {
                "@type": "NewsArticle",
                "headline": TITLE,
                "datePublished": "2026-03-02T14:05:00+07:00",
                "author": [{"@type": "Person", "name": "Duty officer"}],
            },
        ],
    }
    found = read(page(TEXT, f'<script type="application/ld+json">{json.dumps(said)}</script>', "Rivers"))
    assert (found.title, found.author) == (TITLE, "Duty officer")
    assert found.published_at == datetime(2026, 3, 2, 7, 5, tzinfo=UTC)


def test_a_date_in_the_text_is_no_date_of_publication() -> None:
    """When something is to happen does not say when it was written; the end of a text and the address may."""
    events = f"<p>{FIRST} It opens again on 9 March 2026, and nothing else is planned for the time after that day.</p>"
    assert read(page(f"<h1>{TITLE}</h1>{events}<p>{SECOND}</p>")).published_at is None
    signed = f"<h1>{TITLE}</h1>{events}<p>{SECOND}</p><p>Phnom Penh, 2 March 2026</p>"
    assert read(page(signed)).published_at == date(2026, 3, 2)
    dated = article(page(events), "https://rivers.example/Posts/2026-03-02-News", zone=ZONE)
    assert dated is not None
    assert dated.published_at == date(2026, 3, 2)


def test_a_day_without_a_year() -> None:
    """A day without a year needs the day on which it was read."""
    body = page(f"<h1>{TITLE}</h1><p>December 28</p>{TEXT}")
    assert read(body).published_at is None
    assert read(body, today=date(2026, 1, 3)).published_at == date(2025, 12, 28)


@pytest.mark.parametrize(
    ("html", "title"),
    [
        (page(f"<h1>Ministry of Rivers</h1><h2>{TITLE}</h2>{TEXT}"), TITLE),
        (page(f"<h1>{TITLE}</h1>{TEXT}", title="Ministry of Rivers"), TITLE),
        (page(TEXT, f'<meta property="og:title" content="{TITLE} - Rivers">', "Rivers"), TITLE),
        (page(TEXT), TITLE),
    ],
)
def test_the_title_is_not_the_name_of_the_site(html: str, title: str) -> None:
    """The heading that the page's name agrees with, else that name without the site's."""
    assert read(html).title == title


@pytest.mark.parametrize("other", ["", "%PDF-1.7 …", '{"a": 1}', "<html><body></body></html>", "<div>" * 300 + TEXT])
def test_what_is_no_article(other: str) -> None:
    """Other bytes, an empty page and hostile markup give nothing."""
    assert article(other, URL, zone=ZONE) is None


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_no_page_raises(data: st.DataObject) -> None:
    """A page that is cut or mixed up anywhere gives an article or none."""
    whole = page(
        f"<h1>{TITLE}</h1><p>2 March 2026</p>{TEXT}<a href='http://[x'>y</a><img src='//'>", "<base href='http://[::'>"
    )
    start, end = data.draw(st.integers(0, len(whole))), data.draw(st.integers(0, len(whole)))
    junk = data.draw(st.text(max_size=8))
    found = article(whole[:start] + junk + whole[end:], URL, zone=ZONE)
    assert found is None or found.text or found.media


@pytest.mark.parametrize(
    "line", ["3 hours ago", "1 hour ago", "5 時間前", "១០ ម៉ោង​មុន", "3 giờ trước", "Views: 1,204", "12 views"]
)
def test_noise(line: str) -> None:
    """Lines that say only how long ago, or how often read, are noise in every language that we read."""
    assert noise.is_noise(line)


@pytest.mark.parametrize(
    "line", ["", "The office closed 5 days ago.", "14 days of quarantine", "2 March 2026", "20 USD", "Article 5"]
)
def test_no_noise(line: str) -> None:
    """Lines with figures that mean something are none."""
    assert not noise.is_noise(line)


def test_selectors_are_checked_once() -> None:
    """A selector finds elements; what is none says so."""
    root = markup.parse("<ul class='n'><li>a<li class='x'>b</ul>")
    assert [each.text for each in selector.select(root, "ul.n > li:not(.x)")] == ["a"]
    assert selector.first(root, "li.none") is None
