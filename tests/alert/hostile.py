"""A corpus of words that want to act, in our own words; and alerts in which they stand wherever a source may write.

For the tests of every channel: what `acts_in` finds in a message there must be nothing but our own links.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from alert_samples import NEWSROOM, RIVERS, SEEN, assessment, delivery, finding, line, linked, notice, version
from monitor.alert.channel import Message
from monitor.alert.message import alert, bundle
from monitor.model import ChangeKind, Finding, Media, NoticeKind, Quote, Reason, Sides

NOW = SEEN + timedelta(minutes=1)
PLAIN = "The Harbour Track opens"
"""Stands in all of them, and must be readable in each message."""
HOSTILE = {
    "mentions": f"{PLAIN} @everyone @here @channel @all <!channel> <!here|now> <@U123ABC> <@&456> <#C123> @deskbot",
    "mrkdwn": f"{PLAIN} *bold* _slanted_ ~struck~ `code` ```block``` > quote <https://evil.test|our log> :boom:",
    "markdown": f"{PLAIN} **bold** __x__ ||hidden|| [our log](https://evil.test) ![x](https://evil.test/p.png) # head",
    "html": f"{PLAIN} <script>alert(1)</script><img src=https://evil.test/p.png onerror=alert(1)><b>x</b>&lt;i&gt;",
    "html of a mail": f'{PLAIN} "></blockquote><a href="https://evil.test">our log</a><style>*{{display:none}}</style>',
    "frames": f"{PLAIN} <iframe src=//evil.test></iframe><svg/onload=alert(1)><meta http-equiv=refresh content=0>",
    "headers": f"{PLAIN}\r\nBcc: all@evil.test\r\nSubject: other\r\n\r\n<b>body</b>",
    "folded headers": f"{PLAIN}\n Bcc: all@evil.test\x0b\x0cX-Evil: 1\u2028Cc: b@evil.test\x85To: c@evil.test",
    "templates": f"{PLAIN} {{{{ 7 * 7 }}}} {{% for a in b %}} ${{HOME}} %(x)s {{0.__class__}} #{{x}} <%= 7 %>",
    "bidi": f"{PLAIN} \u202egnp.exe\u202c \u2066x\u2069 \u061c\u200f\u200e",
    "zalgo": PLAIN + " Z" + "\u0301\u0327\u0489" * 200 + "algo",
    "controls": f"{PLAIN}\x00\x07\x08\x1b[31m\x1b]0;title\x07\x7f\x9b31m\ufffe\uffff",
    "invisible": f"{PLAIN} \u200b\u200b\u2060\ufeff\u00ad\U000e0041\U000e0042\u180e",
    "surrogates": f"{PLAIN} \ud83d \udc00\ud800",
    "huge": f"{PLAIN}. " + "A word and another. " * 52_000,
    "one long word": PLAIN + "x" * 40_000,
    "long": f"{PLAIN}. " + "Water stands at four metres, and boats may pass. " * 820,
    "clusters": f"{PLAIN} " + "ស្ត្រី" * 4000,
    "emoji": f"{PLAIN} " + "\U0001f468\u200d\U0001f469\u200d\U0001f467\U0001f1f0\U0001f1ed" * 1500,
    "links": f"{PLAIN} https://evil.test/log www.evil.test evil.test desk@evil.test http://newsroom.test@evil.test/",
    "homographs": f"{PLAIN} https://newsr\u043e\u043em.test https://xn--e1awd7f.test \uff48ttps://evil.test",
    "schemes": f"{PLAIN} javascript:alert(1) data:text/html,x tg://resolve?domain=evil slack://open file:///etc/passwd",
    "commands": f"{PLAIN} /start /kick@bot #tag $TAG",
    "formulas": f'=HYPERLINK("https://evil.test","{PLAIN}") +1 -1 @SUM(A1)',
    "embargo": f"EMBARGOED UNTIL 10:00 {PLAIN} @everyone <!here> [y](https://evil.test) \u202e\x00{'z' * 200}",
    "quotes": f"{PLAIN}” A-234567 https://evil.test “",
}
_ALLOWED = "https://rivers.test/"
_SIGNS = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff\ud800-\udfff]"
)


def findings(words: str) -> Iterator[tuple[str, Finding]]:
    """Statements of every kind in which these words stand wherever a source, or what we took from it, may write."""
    why = (Reason("text", 0, 20, words[:20], "topic", "travel", words), Reason("text", 0, 9, words, "country", "KH"))
    judged = (assessment(words, reasons=why, why=(words,)),)
    source = replace(RIVERS, name=words)
    wordings = version(words, title=words), version(f"{words} Now.", 2, title=f"Now {words}", whole=False)
    quote = Quote("s2b3c4d5e6", 1, "text", 0, 9, words)
    sides = Sides(differ=(replace(line("start"), quotes={"JP": quote, "KH": quote}),))
    event = linked(why=(words,), sides=sides, unread=(words,), copy_of="s9")
    for kind in ChangeKind:
        before = None if kind is ChangeKind.NEW else wordings[0]
        after = None if kind is ChangeKind.DELETED else wordings[1]
        change = finding(words, kind, before=before, after=after, proof=words, url=f"{_ALLOWED}{words[:500]}").change
        yield kind, Finding(change, source, judged, judged, linked=event)
    media = (Media(f"{_ALLOWED}{words[:300]}", "image"), Media(f"javascript:{words[:50]}", "file"))
    hidden = finding(after=version("", media=media, whole=False), url=f"javascript:{words[:99]}").change
    yield "unread", Finding(hidden, source, judged)


def messages() -> Iterator[tuple[str, Message]]:
    """Alerts, a notice and a digest for each of the corpus, by what they are."""
    for name, words in HOSTILE.items():
        rows = [delivery(each, key=f"{name}/{kind}") for kind, each in findings(words)]
        yield from ((row.key, alert(row, NEWSROOM, NOW)) for row in rows)
        told = delivery(notice(NoticeKind.SOURCE_BROKEN, f"Rivers: {words}"))
        yield f"{name}/notice", alert(told, NEWSROOM, NOW)
        for number, message in enumerate(bundle([*rows[2:4], told], NEWSROOM, NOW, room=3000)):
            yield f"{name}/digest/{number}", message


def acts_in(shown: str) -> list[str]:
    """What in a chat would call people, link, hide or turn around; our own links taken away first."""
    called = re.findall(r"(?i)@(?:everyone|here|channel|all)\b|<[@!#][^>]*>|\]\(", shown)
    return called + acts_in_a_mail(shown)


def acts_in_a_mail(shown: str) -> list[str]:
    """The same where nobody can be called: what would become a link, or hide, or turn around."""
    text = re.sub(r"<?https://rivers\.test/[^\s>|]*>?", "", shown)
    found = re.findall(r"(?i)<https?:[^>\u200b]*>|\w://|\bwww\.\w|\b[\w-]+\.(?:test|com)\b", text)
    return [*found, *map(repr, _SIGNS.findall(shown))]
