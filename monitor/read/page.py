"""`page`: one page watched as one statement: a rule, a table of countries, a notice.

All of its main part is read, tables and lists included. Which part that is, is kept: a text that came from another
part of the page would look like an edit.
"""

from datetime import timedelta
from typing import Any, Literal

from monitor.model import Before, Capture, Entry, Headline, Known, Media, Reading, Request, Source, State
from monitor.read import linked_data, markup, wall
from monitor.read.article import SHORTEST_TEXT, language_of, media_of, without_line
from monitor.read.beside import called_beside
from monitor.read.links import base_of
from monitor.read.main_text import Body, body_within, main_part
from monitor.read.noise import quiet
from monitor.read.own_page import NOT_THE_POST, in_its_place, is_paper, led_to_first_page
from monitor.read.paths import path_to
from monitor.read.published import Calendar, published
from monitor.read.reader import Options, Reader
from monitor.read.selector import Selector
from monitor.read.title import title_of
from monitor.read.web_address import WebAddress
from monitor.text.charset import decode
from monitor.text.normalise import clean

KEY = "page"


class PageOptions(Options):
    """The keys of a `page` source."""

    url: WebAddress
    text: Selector | None = None
    render: Literal["chromium"] | None = None


def ask(source: Source, _before: Before) -> Request:
    """The page."""
    return Request(source.options.url, rendered=source.options.render is not None)


def own(_source: Source, _one: Headline | Known) -> None:
    """It has no address but the source's own: that it is gone is a state of the source."""
    return


def read(capture: Capture, source: Source, before: Before) -> Reading:
    """What the page says; a file at its address, or pictures without words, are read by others."""
    if capture.status == 200 and is_paper(capture):
        carried = _carried((Media(source.options.url, "file"),), source)
        return Reading(State.OK, entries=(carried,), listed=(KEY,), complete=True)
    text = decode(capture.body, capture.header("content-type"))
    root = markup.parse(text) if capture.status == 200 and markup.is_html(text) else None
    if root is None:
        why = markup.refused(text) if capture.status == 200 else None
        return Reading(State.UNREADABLE, why) if why else wall.instead(capture, text, "a page")
    if led_to_first_page(capture):
        return Reading(State.LAYOUT_CHANGED, "its address leads to the site's first page")
    css = source.options.text
    body = body_within(root, css) if css else main_part(root, before.learned.get("path"))
    entry = _entry(root, body, capture, source) if body is not None else None
    if body is None or entry is None:
        reading = _no_text(capture, text, before)
        pictures = _pictures(root, capture) if reading.state not in NOT_THE_POST else ()
        return _image_only(pictures, source) if pictures else reading
    known = before.known.get(KEY)
    other = in_its_place(entry.text, known.version.text if known else "", capture, text, headed=False)
    if other is not None:
        return other
    learned = {} if css else {"path": path_to(body.elements[0])}
    return Reading(State.OK, entries=(entry,), listed=(KEY,), complete=True, learned={"found": True, **learned})


def _no_text(capture: Capture, text: str, before: Before) -> Reading:
    reading = wall.instead(capture, text, "a page with a text")
    if reading.state is State.UNREADABLE and before.learned.get("found"):
        return Reading(State.LAYOUT_CHANGED, "there was a text before, and is none now")
    return reading


def _pictures(root: Any, capture: Capture) -> tuple[Media, ...]:
    """The pictures of a page without words, those of its frame left out."""
    body = Body((root,), frozenset(called_beside(root, {})))
    return tuple(each for each in media_of(body, base_of(root, capture.url)) if each.type == "image")


def _image_only(pictures: tuple[Media, ...], source: Source) -> Reading:
    why = "the page shows pictures, and no text"
    return Reading(State.IMAGE_ONLY, why, entries=(_carried(pictures, source),), listed=(KEY,))


def _carried(media: tuple[Media, ...], source: Source) -> Entry:
    """The page, where its text stands in what it carries."""
    return Entry(KEY, source.options.url, None, "", media=media, whole=False)


def _entry(root: Any, body: Body, capture: Capture, source: Source) -> Entry | None:
    said, meta = linked_data.described(root), linked_data.meta(root)
    title = title_of(root, said, meta).text
    text = quiet(without_line(title, clean(body.text)))
    if not text:
        return None
    calendar = Calendar(source.timezone, capture.captured_at, source.languages)
    when = published(root, body, title, said, meta, source.options.url, calendar)
    media = media_of(body, base_of(root, capture.url))
    return Entry(
        key=KEY,
        url=source.options.url,
        title=title,
        text=text,
        published_at=when.when if when else None,
        published_as_written=when.as_written if when else None,
        language=language_of(root, said),
        media=media,
        whole=len(text) >= SHORTEST_TEXT or not media,
    )


READER = Reader(
    kind="page",
    options=PageOptions,
    every=timedelta(minutes=15),
    ask=ask,
    read=read,
    own=own,
    home=lambda options: options.url,
    robots=True,
)
