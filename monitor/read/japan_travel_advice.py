"""`japan-travel-advice`: the safety data of Japan's foreign ministry for one country, as it opens them to everybody.

The country's full file holds what the ministry and its embassies sent about it in the last year, and the levels of
risk in force. Whatever has grown old is dropped from it, so an absence proves nothing. An unknown country, or
maintenance, is answered with HTTP 200 and a page of apology: only a document that shows the levels is read.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from functools import cache
from importlib.resources import files
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from lxml import etree
from pydantic import Field, model_validator
from ruamel.yaml import YAML

from monitor.model import Before, Capture, Entry, Headline, Known, Media, Reading, Request, Source, State
from monitor.read import markup, wall, xml_scan
from monitor.read.reader import Options, Reader
from monitor.read.web_address import WebAddress, web_url
from monitor.text.charset import decode
from monitor.text.normalise import clean

RISK_KEY = "risk-levels"
"""The key of the statement that holds the levels in force: a change of level is an edit of it."""
MOST_ELEMENTS = 1_000_000

_NOTICES = frozenset({"wideareaSpot", "infection", "mail"})
_JAPAN = ZoneInfo("Asia/Tokyo")
_ROOT = re.compile(r"\A\s*(?:<\?xml[^>]{0,200}\?>)?\s*(?:<!--.{0,1000}?-->\s*)?<opendata[\s>]", re.DOTALL)
_DECLARATION = re.compile(r"\A\s*<\?xml[^>]{0,200}\?>")


class AdviceOptions(Options):
    """The keys of a `japan-travel-advice` source."""

    country: Annotated[str, Field(pattern=r"^[A-Z]{2}$")]
    code: Annotated[str, Field(pattern=r"^\d{4}$")] | None = None
    url: WebAddress = "https://www.ezairyu.mofa.go.jp/opendata"

    @model_validator(mode="after")
    def _known(self) -> "AdviceOptions":
        if self.code is None and self.country not in _words()["countries"]:
            raise ValueError(
                f"{self.country} is not in our list of the ministry's numbers: add `code`, its four digits"
            )
        return self

    @property
    def number(self) -> str:
        """The ministry's number for the country, in four digits."""
        return self.code or str(_words()["countries"][self.country])


@cache
def _words() -> Mapping[str, Any]:
    text = files("monitor.read").joinpath("japan_travel_advice.yaml").read_text("utf-8")
    return YAML(typ="safe").load(text)  # type: ignore[no-any-return]


def ask(source: Source, _before: Before) -> Request:
    """The country's full file."""
    options: AdviceOptions = source.options
    return Request(f"{options.url.rstrip('/')}/country/{options.number}A.xml")


def own(_source: Source, _one: Headline | Known) -> Request | None:
    """None: each notice stands whole in the file."""
    return None


def read(capture: Capture, source: Source, _before: Before) -> Reading:
    """The levels in force, and each notice."""
    text = decode(capture.body, capture.header("content-type"))
    if capture.status != 200 or not _ROOT.match(text):
        return wall.instead(capture, text, "the ministry's data")
    if (why := xml_scan.refused(text, MOST_ELEMENTS, MOST_ELEMENTS)) is not None:
        return Reading(State.UNREADABLE, why)
    root, flaw = _parsed(text)
    country = _text(root, "country/cd")
    if root is None or (country is not None and country != source.options.number):
        return Reading(State.UNREADABLE, f"the ministry's data for {country}, not for {source.options.number}")
    if not _says_levels(root):
        return Reading(State.UNREADABLE, flaw or "the ministry's data without the levels of risk")
    notices = {each.key: each for each in _notices(root, cut=bool(flaw))}
    newest_first = sorted(notices.values(), key=lambda each: each.published_as_written or "", reverse=True)
    # Where the file breaks off in a notice, the levels above it are whole.
    above = not flaw or root[-1].tag in _NOTICES
    entries = {each.key: each for each in (_levels(root, whole=above), *newest_first)}
    return Reading(
        State.INCOMPLETE if flaw else State.OK,
        flaw,
        entries=tuple(entries.values()),
        listed=tuple(entries),
        complete=not flaw,
    )


def _parsed(text: str) -> tuple[Any, str]:
    """The root element and what is wrong with the document; what can be read of a broken one is there."""
    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    root = etree.fromstring(_DECLARATION.sub("", text).encode("utf-8", "replace"), parser)
    flaws = [error.message for error in parser.error_log]
    return root, f"not well-formed XML: {flaws[0]}" if flaws else ""


def _says_levels(root: Any) -> bool:
    return all(_text(root, f"riskLevel{level}") in ("0", "1") for level in _words()["levels"])


def _notices(root: Any, *, cut: bool) -> Iterator[Entry]:
    # The last element of a document that was cut may be cut itself.
    for notice in root[:-1] if cut else root:
        if notice.tag not in _NOTICES:
            continue
        dated = notice.find("leaveDate")
        key = _text(notice, "keyCd") or (clean(dated.get("keyCd") or "") if dated is not None else "")
        if key:
            yield _notice(notice, key)


def _notice(notice: Any, key: str) -> Entry:
    written = _text(notice, "leaveDate")
    paragraphs = (_text(notice, name) for name in ("lead", "subText", "mainText"))
    pictures = [web_url(each.text) for name in ("attachedImageUrl", "mapImageUrl") for each in notice.findall(name)]
    return Entry(
        key=key,
        url=web_url(_text(notice, "infoUrl") or _text(notice, "url")),
        title=" ".join((_text(notice, "title") or "").split()) or None,
        text="\n\n".join(dict.fromkeys(filter(None, paragraphs))),
        published_at=_moment(written),
        published_as_written=written,
        author=_text(notice, "koukanName"),
        language="ja",
        media=tuple(Media(url, "image") for url in dict.fromkeys(filter(None, pictures))),
    )


def _levels(root: Any, *, whole: bool) -> Entry:
    """The levels in force, in the ministry's own words for them, and what it says of the reasons."""
    written = _text(root, "riskLeaveDate")
    said: list[str | None] = [
        _level_lines(root, "riskLevel", "risk"),
        _level_lines(root, "infectionLevel", "infection"),
    ]
    said += [_text(root, "riskLead"), _text(root, "riskSubText")]
    return Entry(
        key=RISK_KEY,
        url=web_url(_text(root, "riskUrl") or _text(root, "infoUrl")),
        title=_text(root, "riskTitle") or str(_words()["labels"]["title"]),
        text="\n\n".join(filter(None, said)),
        published_at=_moment(written),
        published_as_written=written,
        language="ja",
        pinned=True,
        whole=whole,
    )


def _level_lines(root: Any, element: str, label: str) -> str:
    name = _words()["labels"][label]
    levels = _words()["levels"].items()
    lines = [f"{name}{level}：{meaning}" for level, meaning in levels if _text(root, f"{element}{level}") == "1"]
    return "\n".join(lines) or f"{name}：{_words()['labels']['none']}"


def _text(element: Any, path: str) -> str | None:
    """The plain text of the first element at a path, paragraphs kept; None where there is none."""
    found = element.find(path) if element is not None else None
    if found is None:
        return None
    written = "".join(found.itertext())
    return clean(markup.text_of(written) if "</" in written or "<br" in written else written) or None


def _moment(written: str | None) -> datetime | None:
    """`2020/03/04 08:05:29`, the time of Japan."""
    try:
        moment = datetime.strptime(written or "", "%Y/%m/%d %H:%M:%S")  # noqa: DTZ007 - the zone follows
    except ValueError:
        return None
    return moment.replace(tzinfo=_JAPAN).astimezone(UTC)


READER = Reader(
    kind="japan-travel-advice",
    options=AdviceOptions,
    every=timedelta(minutes=10),
    ask=ask,
    read=read,
    own=own,
    home=lambda _options: "https://www.anzen.mofa.go.jp/",
    may_delete=False,
)
