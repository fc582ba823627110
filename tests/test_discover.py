from collections.abc import Mapping
from datetime import UTC, datetime

import pytest

from monitor.discover.discover import Candidate, Purse, discover, source_for
from monitor.discover.entry import id_for, name_in, safe, same
from monitor.discover.guesses import FACEBOOK_TOKEN, Guess, by_address, by_capture, sitemaps
from monitor.discover.pins import pins
from monitor.model import Capture, Request, Source, State, Validators
from monitor.read import READERS

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
HOME = "https://rivers.example/"
HTML, XML, JSON = "text/html; charset=utf-8", "application/xml", "application/json"
CHANNEL = "UC0123456789abcdefghijkl"
FEED = """<?xml version="1.0"?><rss version="2.0"><channel><title>News of the ministry</title>
<item><guid>1</guid><link>https://rivers.example/1</link><title>Ferries run again</title>
<description>The ferries on the big river run again.</description>
<pubDate>Mon, 02 Mar 2026 08:00:00 GMT</pubDate></item>
</channel></rss>"""
ROWS = "".join(
    f'<li class="md:flex item-{day}"><span class="date">2026-02-{day}</span> '
    f'<a href="/news/{day}">The Ministry of Rivers opens the bridge of the {day}th</a></li>'
    for day in range(24, 14, -1)
)
MENU = '<nav><ul><li><a href="/about">About the ministry</a></li><li><a href="/contact">Contact us</a></li></ul></nav>'
HEAD = "<head><title>Ministry of Rivers</title></head>"
LIST = f'<html>{HEAD}<body>{MENU}<div class="main"><ul>{ROWS}</ul></div></body></html>'
WITH_FEED = LIST.replace(
    "</head>",
    '<link rel="alternate" type="application/rss+xml" href="/feed.xml"><link rel="alternate" '
    'type="application/rss+xml" title="Comments feed" href="/comments/feed.xml"></head>',
)


class Web:
    """A stand-in for the door: answers from what a test puts there, 404 for the rest, and remembers what was asked."""

    def __init__(self, pages: Mapping[str, str | State]) -> None:
        self.pages, self.asked = pages, list[str]()

    def fetch(self, request: Request, source: Source, validators: Validators | None) -> Capture:
        self.asked.append(request.url)
        found = self.pages.get(request.url) or self.pages.get(request.url.partition("?")[0])
        if not isinstance(found, State):
            return capture(request.url, found or "", request=request)
        if found is State.ROBOTS and not source.obeys_robots:
            return capture(request.url, FEED, request=request)
        return Capture(source.id, request, request.url, NOW, failure=found, why=str(found))


def capture(url: str, body: str, request: Request | None = None, **headers: str) -> Capture:
    """An answer with status 200; without a body 404."""
    media = XML if body.startswith("<?xml") else JSON if body.startswith("[") else HTML
    said = (("content-type", media), *headers.items())
    return Capture("new", request or Request(url), url, NOW, 200 if body else 404, said, body.encode())


def found(web: Web, url: str = HOME, **how: object) -> list[Candidate]:
    """What is offered."""
    return [one for one in discover(url, Purse(web, NOW), NOW, **how) if one.is_good]  # type: ignore[arg-type]


def kinds(guesses: tuple[Guess, ...]) -> list[tuple[str, str]]:
    """The guesses as kind and first key."""
    return [(guess.kind, next(iter(guess.keys.values()))) for guess in guesses]


@pytest.mark.parametrize(
    ("url", "kind", "key"),
    [
        ("https://t.me/ferry_office", "telegram", "ferry_office"),
        ("https://t.me/s/ferry_office/12", "telegram", "ferry_office"),
        ("https://www.facebook.com/office.of.bridges/", "facebook", "office.of.bridges"),
        ("https://m.facebook.com/profile.php?id=1000000000001", "facebook", "1000000000001"),
        ("https://www.facebook.com/people/Office-of-Bridges/1000000000001/", "facebook", "1000000000001"),
        ("https://www.facebook.com/p/Office-of-Bridges-1000000000001/", "facebook", "1000000000001"),
        (f"https://www.youtube.com/channel/{CHANNEL}/videos", "youtube", CHANNEL),
        (f"https://www.youtube.com/feeds/videos.xml?channel_id={CHANNEL}", "youtube", CHANNEL),
        ("https://bsky.app/profile/rivers.example", "bluesky", "rivers.example"),
    ],
)
def test_a_service_is_known_by_its_address(url: str, kind: str, key: str) -> None:
    """For the big services the address says it all: nobody has to be asked."""
    assert kinds(by_address(url)) == [(kind, key)]


@pytest.mark.parametrize(
    "url",
    ["https://www.facebook.com/groups/12/", "https://t.me/", "https://bsky.app/", "https://rivers.example/channel/UCx"],
)
def test_other_addresses_say_nothing(url: str) -> None:
    """A group, a start page, a path that only looks like one: no guess."""
    assert by_address(url) == ()


def test_a_page_tells_of_its_feeds() -> None:
    """Announced feeds go before the list itself; the feed of comments is left out."""
    assert kinds(by_capture(capture(HOME, WITH_FEED))) == [
        ("feed", "https://rivers.example/feed.xml"),
        ("listing", HOME),
        ("page", HOME),
    ]
    linked = LIST.replace("<nav>", '<nav><a href="/rss/news.xml">RSS</a>')
    assert kinds(by_capture(capture(HOME, linked)))[0] == ("feed", "https://rivers.example/rss/news.xml")


@pytest.mark.parametrize(
    ("sign", "headers"),
    [
        ('<link rel="https://api.w.org/" href="https://rivers.example/en/wp-json/">', {}),
        ('<link rel="https://api.w.org/" href="https://rivers.example/en/?rest_route=/">', {}),
        ("", {"Link": '<https://rivers.example/en/wp-json/>; rel="https://api.w.org/"'}),
    ],
)
def test_wordpress_is_known_by_the_address_of_its_api(sign: str, headers: dict[str, str]) -> None:
    """The page, or its header, says where the API is: the site's root is what stands before it."""
    page = LIST.replace("</head>", f"{sign}</head>")
    assert kinds(by_capture(capture(HOME, page, **headers)))[0] == ("wordpress", "https://rivers.example/en/")


def test_a_part_of_a_wordpress_site_is_first_read_by_its_own_feed() -> None:
    """Who gives the address of a category means it, not the whole site."""
    page = WITH_FEED.replace("</head>", '<script src="/wp-includes/x.js"></script></head>')
    told = kinds(by_capture(capture(f"{HOME}category/press/", page)))
    assert [kind for kind, _ in told] == ["feed", "wordpress", "listing", "page"]
    assert told[1][1] == HOME


def test_mastodon_and_youtube_pages_point_to_themselves() -> None:
    """A profile says that it speaks ActivityPub; a channel's page links to the feed with its number."""
    profile = LIST.replace("</head>", '<link rel="alternate" type="application/activity+json" href="/users/x"></head>')
    told = kinds(by_capture(capture("https://social.example/@rivers", profile)))
    assert told[0] == ("mastodon", "https://social.example/@rivers")
    feed = f"https://www.youtube.com/feeds/videos.xml?channel_id={CHANNEL}"
    page = LIST.replace("</head>", f'<link rel="alternate" type="application/rss+xml" href="{feed}"></head>')
    assert kinds(by_capture(capture("https://www.youtube.com/@rivers", page)))[0] == ("youtube", CHANNEL)


def test_a_document_for_machines_is_what_it_is() -> None:
    """A feed is a feed and a sitemap a sitemap, whatever the address is called."""
    assert [kind for kind, _ in kinds(by_capture(capture(f"{HOME}page.html", FEED)))] == ["feed"]
    sitemap = '<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"></urlset>'
    assert [kind for kind, _ in kinds(by_capture(capture(f"{HOME}a.xml", sitemap)))] == ["sitemap"]


def test_sitemaps_are_named_by_robots_txt() -> None:
    """Its lines say where they are; without any the usual address is tried. A part of a site stays a part."""
    robots = capture(f"{HOME}robots.txt", "User-agent: *\nSitemap: /news-sitemap.xml\n")
    part = (Guess("sitemap", {"url": f"{HOME}news-sitemap.xml", "match": "/en/news/"}),)
    assert sitemaps(robots, f"{HOME}en/news/") == part
    assert sitemaps(robots, f"{HOME}en/news/index.html") == part
    assert kinds(sitemaps(capture(f"{HOME}robots.txt", ""), HOME)) == [("sitemap", f"{HOME}sitemap.xml")]


def test_a_page_cannot_name_our_variables() -> None:
    """A stranger's page must not make us send a secret: `${NAME}` in an address or a name is never filled in."""
    page = WITH_FEED.replace("/feed.xml", "https://thief.example/?${FACEBOOK_ACCESS_TOKEN}")
    assert [kind for kind, _ in kinds(by_capture(capture(HOME, page)))] == ["listing", "page"]
    assert safe("News ${FACEBOOK_ACCESS_TOKEN}\n of\x1b today") == "News $ {FACEBOOK_ACCESS_TOKEN} of today"


def test_what_can_be_read_is_offered() -> None:
    """A home page with a feed gives the feed, then its list, then the page itself, each with what would be read."""
    web = Web({HOME: WITH_FEED, f"{HOME}feed.xml": FEED})
    one, two, three = (each for each in found(web) if each.guess.kind != "sitemap")
    assert [each.guess.kind for each in (one, two, three)] == ["feed", "listing", "page"]
    assert [entry.title for entry in one.reading.entries] == ["Ferries run again"]
    assert len(two.reading.headlines) == 10
    assert web.asked.count(HOME) == 1, "the page is asked once for all that it may be"


def test_each_way_to_a_site_is_read_by_its_own_kind() -> None:
    """The WordPress behind a page and its sitemap are offered with what they hold, as a poll would read it."""
    posts = """[{"id": 5, "date_gmt": "2026-03-01T10:00:00", "modified_gmt": "2026-03-01T10:00:00", "title":
        {"rendered": "Ferries"}, "link": "https://rivers.example/5", "content": {"rendered": "<p>They run.</p>"}}]"""
    sitemap = f"""<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
        <url><loc>{HOME}news/1</loc></url><url><loc>{HOME}news/2</loc></url></urlset>"""
    page = LIST.replace("</head>", '<link rel="https://api.w.org/" href="/wp-json/"></head>')
    web = Web({HOME: page, f"{HOME}wp-json/wp/v2/posts": posts, f"{HOME}sitemap.xml": sitemap})
    offered = {one.guess.kind: one.reading for one in found(web)}
    assert list(offered) == ["wordpress", "listing", "sitemap", "page"]
    assert [entry.title for entry in offered["wordpress"].entries] == ["Ferries"]
    assert len(offered["sitemap"].headlines) == 2


def test_what_cannot_be_read_is_not_offered() -> None:
    """A feed that is announced and not there is only told as a failure, after what works."""
    tried = discover(HOME, Purse(Web({HOME: WITH_FEED}), NOW), NOW)
    assert [one.guess.kind for one in tried if one.is_good] == ["listing", "page"]
    (failed,) = (one for one in tried if one.guess.kind == "feed")
    assert failed.reading.state is State.PAGE_GONE


def test_a_kind_that_is_not_there_is_not_offered() -> None:
    """A guess of a kind without a reader, or with keys that the kind refuses, is dropped."""
    assert source_for(Guess("gopher", {"url": HOME}), (), {}) is None
    assert source_for(Guess("telegram", {"url": HOME}), (), {}) is None
    assert source_for(Guess("feed", {"url": "ftp://rivers.example"}), (), {}) is None


def test_a_site_that_refuses_is_told() -> None:
    """Where nothing can be read, the state of the address says why."""
    tried = discover(HOME, Purse(Web({HOME: State.OFFLINE}), NOW), NOW)
    assert {one.reading.state for one in tried} == {State.OFFLINE}
    assert not any(one.is_good for one in tried)


def test_robots_txt_is_obeyed_for_pages_and_not_asked_for_feeds() -> None:
    """A page that robots.txt closes is not read; a feed is made for machines."""
    (one,) = found(Web({HOME: State.ROBOTS}))
    assert one.guess.kind == "feed"


def test_facebook_needs_a_token_and_is_offered_without() -> None:
    """Without a token nothing is asked, and the entry stands by; with one the page is read."""
    web = Web({})
    (one,) = found(web, "https://www.facebook.com/bridges")
    assert (one.lacks, web.asked) == (("FACEBOOK_ACCESS_TOKEN",), [])
    assert one.guess.keys["token"] == FACEBOOK_TOKEN
    discover("https://www.facebook.com/bridges", Purse(web, NOW), NOW, variables={"FACEBOOK_ACCESS_TOKEN": "t0ken"})
    assert len(web.asked) == 1


def test_a_kind_may_be_asked_for() -> None:
    """Who names a kind gets that kind: of what the page points to, else the address itself."""
    web = Web({HOME: WITH_FEED, f"{HOME}feed.xml": FEED})
    assert [one.guess.kind for one in found(web, kinds=["listing"])] == ["listing"]
    (feed,) = found(web, kinds=["feed"])
    assert feed.source.url == f"{HOME}feed.xml"
    (page,) = discover("https://t.me/ferry_office", Purse(web, NOW), NOW, kinds=["page"])
    assert page.source.url == "https://t.me/ferry_office"


def test_only_so_much_is_asked() -> None:
    """However much a page points to, the budget of requests holds."""
    feeds = "".join(f'<link rel="alternate" type="application/rss+xml" href="/{n}.xml">' for n in range(500))
    web = Web({HOME: LIST.replace("</head>", f"{feeds}</head>")})
    discover(HOME, Purse(web, NOW, budget=3), NOW)
    assert len(web.asked) == 3
    discover(HOME, Purse(web, NOW), NOW)
    assert len(web.asked) < 20


def test_a_list_is_pinned() -> None:
    """The selectors that are shown give the same rows when they are written into the entry."""
    (one,) = found(Web({HOME: LIST}), kinds=["listing"])
    selectors = pins(one.source, one.reading, one.captures[0])
    assert selectors == {"item": r"li.md\:flex", "link": "a", "date": "span.date"}
    options = READERS["listing"].options.model_validate({"url": HOME, **selectors})
    pinned = Source("new", "new", "listing", options, HOME)
    (again,) = (each for each in discover(HOME, Purse(Web({HOME: LIST}), NOW), NOW, kinds=["listing"]) if each.is_good)
    assert pins(pinned, again.reading, again.captures[0]) == {}, "what is named already needs no pin"


def test_a_feed_has_no_pins() -> None:
    """Only lists are pinned."""
    (one,) = found(Web({HOME: FEED}), kinds=["feed"])
    assert pins(one.source, one.reading, one.captures[0]) == {}


def test_ids_come_from_the_account_or_the_host() -> None:
    """Short, telling, and free."""

    def made(guess: Guess, *taken: str) -> str:
        source = source_for(guess, (), {})
        assert source is not None
        return id_for(source, guess.keys, taken)

    feed = Guess("feed", {"url": "https://www.rivers.gov.example/feed.xml"})
    assert made(feed) == "rivers"
    assert made(feed, "rivers") == "rivers-feed"
    assert made(feed, "rivers", "rivers-feed") == "rivers-feed-2"
    assert made(Guess("telegram", {"channel": "Ferry_Office"})) == "ferry-office"


def test_names_come_from_the_document() -> None:
    """A page's name of its site, else its title; a feed's title."""
    assert name_in([capture(HOME, LIST)]) == "Ministry of Rivers"
    named = LIST.replace("</head>", '<meta property="og:site_name" content="The Ministry"></head>')
    assert name_in([capture(HOME, named)]) == "The Ministry"
    assert name_in([capture(HOME, FEED)]) == "News of the ministry"
    assert name_in([capture(HOME, "")]) is None


def test_twins_are_known() -> None:
    """The same address is the same source, with or without www, scheme or a final slash."""
    one = source_for(Guess("listing", {"url": "https://www.rivers.example/news/"}), (), {})
    two = source_for(Guess("listing", {"url": "http://rivers.example/news"}), (), {})
    other = source_for(Guess("listing", {"url": "http://rivers.example/press"}), (), {})
    assert one is not None
    assert two is not None
    assert other is not None
    assert same(one, [other, two]) is two
    assert same(one, [other]) is None
