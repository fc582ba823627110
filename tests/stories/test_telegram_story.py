"""What an office does to its channel on Telegram, and what Telegram does to it, as the desk hears of it."""

from datetime import timedelta
from pathlib import Path

from newsroom import Newsroom, newsroom

MINUTES = timedelta(minutes=1)
SOURCE = """\
  - {id: ferries, name: Ferry office (invented), kind: telegram, url: "{site}/s/ferry_office", side: JP, about: [KH],
     allow_private: true, every: 5m}
"""
TEXT = "Japan and Cambodia resume direct flights from 1 April, an invented office announces."
LATER = TEXT.replace("1 April", "1 May")
NOT_FOUND = (
    '<html><body><div class="tgme_widget_message err_message">'
    '<div class="tgme_widget_message_error">Post not found</div></div></body></html>'
)
LANDING = '<html><body><div class="tgme_page"><div class="tgme_page_extra">{}</div></div></body></html>'


def block(number: int, text: str, mark: str = "") -> str:
    """A message as the preview shows it; one an hour."""
    return (
        f'<div class="tgme_widget_message js-widget_message" data-post="ferry_office/{number}">'
        f'<div class="tgme_widget_message_text js-message_text">{text}</div><span class="tgme_widget_message_meta">'
        f'{mark}<a class="tgme_widget_message_date" href="#"><time datetime="2026-03-02T0{number}:00:00+00:00">'
        "</time></a></span></div>"
    )


def show(room: Newsroom, *blocks: str) -> None:
    """The preview, and each of these messages by itself; other messages are not there."""
    history = f"<html><body><section class='tgme_channel_history'>{''.join(blocks)}</section></body></html>"
    for number in range(1, 10):
        room.site.put(f"/ferry_office/{number}", NOT_FOUND)
    for each in blocks:
        number = each.partition("ferry_office/")[2][0]
        room.site.put(f"/ferry_office/{number}", f"<html><body>{each}</body></html>")
    room.site.put("/s/ferry_office", history)


def redirected(room: Newsroom, counted: str) -> None:
    """No preview: Telegram sends to the page that invites to open the app."""
    room.site.put("/s/ferry_office", "", status=302)
    room.site.pages["/s/ferry_office"].headers = {"Location": f"{room.site.address}/ferry_office"}
    room.site.put("/ferry_office", LANDING.format(counted))


def test_what_an_office_does_to_its_messages(tmp_path: Path) -> None:
    """Posted, edited, taken down (proved by the message's own page) and shown again: each is told, and once."""
    water = [block(number, f"Water stands at {number} metres.") for number in (2, 3, 4)]
    with newsroom(tmp_path, SOURCE) as room:
        show(room, *water)
        room.let(1 * MINUTES)
        show(room, *water, block(5, TEXT), block(6, "Water stands at 6 metres."))
        room.let(10 * MINUTES, steps=2)
        show(room, *water, block(5, LATER, "edited &nbsp;"), block(6, "Water stands at 6 metres."))
        room.let(10 * MINUTES, steps=2)
        assert [told["change"] for told in room.desk] == ["new", "edited"]
        history = room.store.history(room.desk[0]["statement"])
        assert [chapter.version.marked_edited for chapter in history] == [False, True]
        show(room, *water, block(6, "Water stands at 6 metres."))
        room.let(30 * MINUTES, steps=6)
        assert [told["change"] for told in room.desk] == ["new", "edited", "deleted"]
        show(room, *water, block(5, LATER, "edited &nbsp;"), block(6, "Water stands at 6 metres."))
        room.let(30 * MINUTES, steps=6)
        assert [told["change"] for told in room.desk] == ["new", "edited", "deleted", "restored"]
        assert room.ops == []


def test_a_channel_that_telegram_restricts_is_not_a_channel_that_is_gone(tmp_path: Path) -> None:
    """Restricted, and then gone: each is told to the operators by its own name, and no message is told as deleted."""
    with newsroom(tmp_path, SOURCE) as room:
        posts = [block(number, TEXT.replace("1 April", f"{number} April")) for number in (2, 3, 4)]
        show(room, *posts)
        room.let(10 * MINUTES, steps=2)
        assert len(room.desk) == 3
        redirected(room, "2 104 subscribers")
        room.let(timedelta(hours=3), steps=6)
        assert [notice["text"].partition(": ")[2][:13] for notice in room.ops] == ["no-permission"]
        show(room, *posts)
        room.let(timedelta(hours=3), steps=6)
        redirected(room, "")
        room.let(timedelta(hours=3), steps=6)
        assert "page-gone" in room.ops[2]["text"]
        assert len(room.ops) == 3
        assert len(room.desk) == 3
