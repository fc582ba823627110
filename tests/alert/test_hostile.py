"""The hostile corpus on every channel: nothing of it acts, and all of it can be read."""

import json
import re
from email.message import EmailMessage
from html.parser import HTMLParser
from typing import Any

import pytest
import regex
from hypothesis import given, settings
from hypothesis import strategies as st

from alert_samples import NEWSROOM, delivery, finding, version
from hook_server import HookServer
from hostile import HOSTILE, NOW, PLAIN, acts_in, acts_in_a_mail, messages
from monitor.alert import discord, mattermost, teams
from monitor.alert.channel import Accepted, Message
from monitor.alert.channels import open_channel
from monitor.alert.fitted import fitted
from monitor.alert.inert import inline
from monitor.alert.mail import Mail, html
from monitor.alert.message import alert
from monitor.alert.post import as_json
from monitor.alert.service import parsed
from monitor.alert.slack import BLOCKS, Slack, blocks
from monitor.alert.telegram import LONGEST, Telegram
from monitor.alert.webhook import shape
from smtp_server import SmtpServer

ALL = list(messages())
HEADERS = {
    *("Subject", "From", "To", "Date", "Message-ID", "References", "In-Reply-To", "Auto-Submitted", "MIME-Version"),
    *("Content-Type", "List-Id", "X-Peer", "X-MailFrom", "X-RcptTo"),
}


def ids(message: Message) -> list[str]:
    """The alerts that it tells."""
    return [item.alert for item in message.items]


def each(kind: str) -> list[Any]:
    """One test for each of the corpus."""
    told = {name: [message for label, message in ALL if label.startswith(f"{name}/")] for name in HOSTILE}
    return [pytest.param(messages, id=f"{kind} {name}") for name, messages in told.items()]


@pytest.mark.parametrize("told", each("title"))
def test_first_lines(told: list[Message]) -> None:
    """The first line is one short line of plain words, whatever the source is called."""
    for message in told:
        assert len(message.title.splitlines()) == 1
        assert len(message.title) < 260
        assert not [found for found in acts_in(message.title) if found.startswith("'")], message.title
        assert ids(message)[0] in message.body


@pytest.mark.parametrize("told", each("slack"))
def test_slack(told: list[Message]) -> None:
    """Within Slack's documented limits (50 blocks, 3,000 characters each); tags are our own links alone."""
    for message in told:
        made = blocks(message)
        texts = [block["text"]["text"] for block in made if "text" in block]
        assert 0 < len(made) <= BLOCKS <= 50
        assert all(0 < len(text) <= 3000 for text in texts)
        assert sum(map(len, texts)) <= 13_000
        whole = "\n".join(texts)
        assert acts_in(whole) == []
        assert not re.findall(r"(?:^|[\s“(])[*_~`](?=[^\s\u200b*])", whole.partition("\n")[2])
        assert all(alert in whole for alert in ids(message))
        assert PLAIN in whole.replace("\u200b", "")


def test_slack_as_it_is_posted() -> None:
    """What Slack is sent besides the blocks is as harmless."""
    with HookServer(body=b"ok") as hook:
        channel = Slack(parsed("slack://TAAAAAAAA/BBBBBBBBB/CCCCCCCCCCCCCCCCCCCCCCCC"), hooks=f"http://{hook.address}")
        for _, message in ALL[::3]:
            assert isinstance(channel.send(message), Accepted)
    for post in map(json.loads, hook.posts):
        assert post["unfurl_links"] is post["unfurl_media"] is False
        assert len(post["text"]) <= 4000
        assert acts_in(post["text"]) == []


@pytest.mark.parametrize("told", each("chats"))
def test_chats_of_markdown(told: list[Message]) -> None:
    """On Discord, Mattermost and Teams the words are shown as they are, within each one's length."""
    for message in told:
        for text, most in (
            (fitted(message, discord.LONGEST, discord.escaped, discord.linked), 2000),
            (fitted(message, mattermost.LONGEST, mattermost.escaped, mattermost.linked), 16_383),
        ):
            assert len(text) <= most
            assert acts_in(text) == []
            assert not re.search(r"(?<!\\)(?:\\\\)*[*_~`|]", re.sub(r"<https:[^>]*>", "", text))
            assert all(alert in text for alert in ids(message))
        card = as_json(teams.fitting(message)).decode("ascii")
        assert len(card) <= teams.LARGEST
        assert set(re.findall(r'"type": "([^"]+)"', card)) <= {
            *("message", "AdaptiveCard", "RichTextBlock", "TextRun", "Action.OpenUrl", "Image"),
        }


def test_telegram_as_it_is_posted() -> None:
    """Plain text of at most 4,096 units; no mark in it has a meaning, and the ID and the link are whole."""
    answer = json.dumps({"ok": True, "result": {"message_id": 1}}).encode()
    with HookServer(body=answer) as hook:
        channel = Telegram(parsed("tgram://123456789:abcdefghijklmnop/-100/"), api=f"http://{hook.address}")
        for _, message in ALL:
            assert isinstance(channel.send(message), Accepted)
    for (name, message), post in zip(ALL, [json.loads(each) for each in hook.posts], strict=True):
        text = post.get("text") or post["caption"]
        assert len(text.encode("utf-16-le")) // 2 <= LONGEST, name
        assert "parse_mode" not in post
        assert acts_in(text) == [], name
        assert not re.search(r"(?:^|\s)[/#$]\w", text), name
        assert all(alert in text for alert in ids(message)), name


@pytest.mark.parametrize("told", each("json"))
def test_json(told: list[Message]) -> None:
    """A program gets valid JSON in ASCII, with the words as published."""
    for message in told:
        body = as_json(shape(message)).decode("ascii")
        told = json.loads(body)
        assert (told["items"][0] if told["change"] == "digest" else told)["id"] == ids(message)[0]
        json.dumps(told, ensure_ascii=False).encode("utf-8")  # no half letters


@settings(max_examples=60, deadline=None)
@given(
    words=st.lists(
        st.sampled_from(
            ["ស្ត្រី", "ក្រុម", "が", "\U0001f468\u200d\U0001f469\u200d\U0001f467", "e\u0301", "flat ", "&", "<", "* "]
        ),
        min_size=1,
        max_size=900,
    ),
    room=st.integers(150, 4000),
)
def test_nothing_is_cut_inside_a_letter_or_a_link(words: list[str], room: int) -> None:
    """Whatever the room, a quotation ends between letters as readers see them, and each link stands whole."""
    text = "".join(words)
    row = delivery(finding(text, after=version(text, title=text), url=f"https://rivers.test/{'a&b' * 200}"))
    message = alert(row, NEWSROOM, NOW)
    whole = regex.findall(r"\X", inline(text, 10_000))
    for shown in re.findall("“(.*?)…?”", message.fit(room)):
        letters = regex.findall(r"\X", shown)
        assert letters == whole[: len(letters)], shown
    texts = [block["text"]["text"] for block in blocks(message) if "text" in block]
    assert sum(f"<{(message.items[0].link or '').replace('&', '&amp;')}>" in each for each in texts) == 1
    assert not any(re.search(r"&[a-z]*$", each) or not regex.match(r"[^\p{M}\u200d]", each) for each in texts)


class Page(HTMLParser):
    """The elements of a page, their attributes, and its words."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: set[str] = set()
        self.attributes: set[str] = set()
        self.links: list[str] = []
        self.words = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self.links += [value or "" for name, value in attrs if name in ("href", "src")]

    def handle_data(self, data: str) -> None:
        self.words += data


@pytest.mark.parametrize("told", each("page of"))
def test_page_of_a_mail(told: list[Message]) -> None:
    """The HTML holds our own elements alone, loads nothing, and links to the original alone."""
    ours = {"html", "head", "meta", "title", "style", "body", "div", "p", "blockquote", "table", "tr", "th", "td", "a"}
    for message in told:
        page = Page(html(message))
        assert page.elements <= ours
        assert page.attributes <= {"lang", "charset", "name", "content", "class", "colspan", "href", "rel"}
        assert all(link.startswith("https://rivers.test/") for link in page.links)
        assert acts_in_a_mail(page.words) == []
        assert all(alert in page.words for alert in ids(message))
        assert PLAIN in page.words.replace("\u200b", "")


def test_mails_through_a_real_server() -> None:
    """No line of a source becomes a header, a recipient or a second mail; text and HTML arrive as they were written."""
    some = [(name, message) for name, message in ALL if name.endswith(("/edited", "/digest/0"))]
    with SmtpServer() as server:
        channel = open_channel(f"mailto://{server.address}?from=monitor@newsroom.test&to=desk@newsroom.test")
        assert isinstance(channel, Mail)
        for _, message in some:
            assert isinstance(channel.send(message), Accepted)
    assert len(server.mails) == len(some)
    assert {tuple(each) for each in server.envelopes} == {("desk@newsroom.test",)}
    for (name, message), mail in zip(some, server.mails, strict=True):
        assert set(mail.keys()) <= HEADERS, name
        assert len(mail.keys()) == len(set(mail.keys())), name
        assert mail["To"] == "desk@newsroom.test"
        assert len(str(mail["Subject"])) <= 180
        text = part(mail, "plain")
        assert all(alert in text for alert in ids(message)), name
        assert acts_in_a_mail(text.partition("\n")[2]) == [], name
        assert [each.get_content_type() for each in mail.iter_parts()] == ["text/plain", "text/html"]


def part(mail: EmailMessage, kind: str) -> str:
    """The words of one part of a mail."""
    found = mail.get_body((kind,))
    assert found is not None
    content: Any = found.get_content()
    return str(content).replace("\r\n", "\n")
