"""What an address may be: guesses from its form, and from what stands there. Pure; each is read before it is offered.

To let another kind be found: a line in `_SERVICES` for an address that tells it, else a sign in `_signs`.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

from bs4 import BeautifulSoup

from monitor.model import Capture
from monitor.read import feed_xml, markup
from monitor.read.web_address import web_url
from monitor.text.address import canonical
from monitor.text.charset import decode

FACEBOOK_TOKEN = "${FACEBOOK_ACCESS_TOKEN}"  # noqa: S105 - the name of a variable
MOST_FEEDS = 4
"""Feeds of one page that are looked at."""
_LONGEST = 2_000
_FEED_TYPES = re.compile(r"application/(?:(?:rss|atom|rdf)\+xml|feed\+json)", re.IGNORECASE)
_FEED_WORDS = re.compile(r"\b(?:rss|atom|feed)\b", re.IGNORECASE)
_COMMENTS = re.compile(r"/comments?/|comments? feed", re.IGNORECASE)
_SITEMAP = re.compile(r"<(?:urlset|sitemapindex)[\s>]", re.IGNORECASE)
_SITEMAP_LINE = re.compile(r"^\s*sitemap\s*:\s*(\S+)", re.IGNORECASE | re.MULTILINE)
_FILE = re.compile(r"[^/]*\.[^/]*\Z")
_API = "https://api.w.org/"
_API_LINK = re.compile(rf'<([^>]+)>\s*;\s*rel="?{re.escape(_API)}', re.IGNORECASE)
_API_PATH = re.compile(r"/wp-json\b.*|/?\?rest_route=.*", re.DOTALL)
_WORDPRESS = re.compile(r"/wp-(?:content|includes)/")
_ACTIVITY = re.compile(r"application/activity\+json", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Guess:
    """A kind that an address may be, with the keys that its entry would have, as they are written in the file."""

    kind: str
    keys: Mapping[str, str]


# ---------------------------------------------------------------- by the address


def by_address(url: str) -> tuple[Guess, ...]:
    """What the address of a known service is; nothing for any other."""
    parts = urlsplit(url)
    host = (parts.hostname or "").removeprefix("www.")
    guess = next((told for hosts, tell in _SERVICES if host in hosts and (told := tell(url)) is not None), None)
    return () if guess is None else _usable([guess])


def _telegram(url: str) -> Guess | None:
    found = re.fullmatch(r"/(?:s/)?([A-Za-z0-9_]{3,64})(?:/\d+)?/?", urlsplit(url).path)
    return Guess("telegram", {"channel": found[1]}) if found else None


def _facebook(url: str) -> Guess | None:
    parts = urlsplit(url)
    number = parse_qs(parts.query).get("id", [""])[0] if parts.path == "/profile.php" else ""
    numbered = re.fullmatch(r"/(?:people|pages|p)/[^/]+?[/-](\d{5,})/?", parts.path)
    named = re.fullmatch(r"/([A-Za-z0-9][A-Za-z0-9.-]{2,98})/?", parts.path)
    name = named[1] if named and not named[1].endswith(".php") and named[1] not in _NO_PAGES else ""
    page = number or (numbered[1] if numbered else name)
    return Guess("facebook", {"page": page, "token": FACEBOOK_TOKEN}) if page else None


def _youtube(url: str) -> Guess | None:
    parts = urlsplit(url)
    found = re.match(r"/channel/(UC[\w-]{22})(?:/|\Z)", parts.path)
    channel = found[1] if found else parse_qs(parts.query).get("channel_id", [""])[0]
    return Guess("youtube", {"channel": channel}) if channel else None


def _bluesky(url: str) -> Guess | None:
    found = re.match(r"/profile/([A-Za-z0-9.:-]+)(?:/|\Z)", urlsplit(url).path)
    return Guess("bluesky", {"account": found[1]}) if found else None


_NO_PAGES = frozenset({"groups", "watch", "share", "sharer", "events", "reel", "login", "marketplace", "story"})
_SERVICES: tuple[tuple[frozenset[str], Callable[[str], Guess | None]], ...] = (
    (frozenset({"t.me", "telegram.me"}), _telegram),
    (frozenset({"facebook.com", "m.facebook.com", "web.facebook.com", "fb.com"}), _facebook),
    (frozenset({"youtube.com", "m.youtube.com"}), _youtube),
    (frozenset({"bsky.app"}), _bluesky),
)


# ---------------------------------------------------------------- by what stands there


def by_capture(capture: Capture) -> tuple[Guess, ...]:
    """What the document at an address is, and what it points to, the likeliest first."""
    url, text = capture.url, decode(capture.body, capture.header("content-type"))
    if capture.status != 200 or capture.failure is not None:
        return _usable([Guess("feed", {"url": url}), Guess("page", {"url": url})])
    if feed_xml.root_of(text) is not None or text.lstrip("\ufeff \t\r\n").startswith("{"):
        site = [Guess("wordpress", {"url": _site_of(url)})] if "/wp-json" in url else []
        return _usable([*by_address(url), *site, Guess("feed", {"url": url})])
    if _SITEMAP.search(text[:_LONGEST]):
        return _usable([Guess("sitemap", {"url": url})])
    if not markup.is_html(text) or markup.refused(text) is not None:
        return _usable([Guess("page", {"url": url})])
    return _usable([*_signs(BeautifulSoup(text, "lxml"), text, capture), *_read_by_people(url)])


def sitemaps(capture: Capture, page: str) -> tuple[Guess, ...]:
    """The sitemaps of the site of `page`: those that its robots.txt names, else the usual one."""
    text = decode(capture.body, capture.header("content-type")) if capture.status == 200 else ""
    named = [] if markup.is_html(text) else _SITEMAP_LINE.findall(text)
    path = _FILE.sub("", urlsplit(page).path)
    match = {"match": path} if path.strip("/") else {}
    found = (web_url(each, capture.url) for each in named[:2] or ["/sitemap.xml"])
    return _usable(Guess("sitemap", {"url": url, **match}) for url in found if url)


def robots_txt(url: str) -> str:
    """The address of the robots.txt of a site."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}/robots.txt"


def _read_by_people(url: str) -> tuple[Guess, ...]:
    return Guess("listing", {"url": url}), Guess("page", {"url": url})


def _signs(page: BeautifulSoup, text: str, capture: Capture) -> Iterator[Guess]:
    """What a page says of machines' ways to it. Of a part of a site its own feed goes before the whole site."""
    base = next((web_url(href, capture.url) for href in _values(page, "base[href]", "href")), None) or capture.url
    feeds = _feeds(page, base)
    known = [guess for feed in feeds for guess in by_address(feed)]
    yield from known
    if any(_ACTIVITY.search(each) for each in _values(page, "link[type]", "type")):
        yield Guess("mastodon", {"url": capture.url.partition("?")[0]})
    site = _wordpress(page, text, capture, base)
    is_whole = not urlsplit(capture.url).path.strip("/")
    wordpress = [Guess("wordpress", {"url": site})] if site else []
    yield from wordpress if is_whole else ()
    yield from (Guess("feed", {"url": feed}) for feed in feeds if not by_address(feed))
    yield from () if is_whole else wordpress


def _values(page: BeautifulSoup, css: str, attribute: str) -> list[str]:
    return [str(each[attribute]) for each in page.select(css)]


def _feeds(page: BeautifulSoup, base: str) -> list[str]:
    """The feeds that a page announces to machines, else those that it links to for people; none of comments."""
    announced = [
        str(each["href"])
        for each in page.select('link[rel~="alternate" i][type][href]')
        if _FEED_TYPES.match(str(each["type"]).strip()) and not _COMMENTS.search(f"{each['href']} {each.get('title')}")
    ]
    linked = [
        str(each["href"])
        for each in page.select("a[href]")
        if _FEED_WORDS.search(f"{each['href']} {each.get_text()}") and not _COMMENTS.search(str(each["href"]))
    ]
    found = {canonical(url): url for href in announced or linked if (url := web_url(href, base)) is not None}
    return list(found.values())[:MOST_FEEDS]


def _wordpress(page: BeautifulSoup, text: str, capture: Capture, base: str) -> str | None:
    """The address of the WordPress site that a page belongs to."""
    linked = next(iter(_values(page, f'link[rel~="{_API}"][href]', "href")), None)
    header = _API_LINK.search(capture.header("link") or "")
    api = web_url(linked or (header[1] if header else None), base)
    if api is not None:
        return _site_of(api)
    parts = urlsplit(capture.url)
    return f"{parts.scheme}://{parts.netloc}/" if _WORDPRESS.search(text) else None


def _site_of(api: str) -> str:
    """The root of the WordPress site that has its API there."""
    return _API_PATH.sub("", api).rstrip("/") + "/"


def _usable(guesses: Iterable[Guess]) -> tuple[Guess, ...]:
    """Each once, and none in which a stranger's page names one of our variables."""
    once = {(guess.kind, *guess.keys.values()): guess for guess in guesses}
    return tuple(
        guess
        for guess in once.values()
        if all(
            ("${" not in value or value == FACEBOOK_TOKEN) and len(value) < _LONGEST for value in guess.keys.values()
        )
    )
