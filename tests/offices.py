"""One invented office for each kind of source: it answers as that kind does on the wire, and all are played alike.

`cannot_tell` is what nobody can know from outside who reads a kind.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import ClassVar
from urllib.parse import parse_qs, urlsplit

from servers import Page, Site
from wordpress_site import Blog
from wordpress_site import Post as BlogPost

REFUSAL = "<html><head><title>Request Rejected</title></head><body>The requested URL was rejected.</body></html>"
SOURCE = """\
  - {{id: office, name: Ministry of Rivers (invented), kind: {kind}, side: JP, about: [KH], allow_private: true,
     every: 5m, gap: 0s, {options}}}
"""


@dataclass(frozen=True)
class Post:
    """One post as the office has it."""

    number: int
    at: datetime
    text: str
    saved_at: datetime
    is_public: bool = True


class Office:
    """A source whose editors a story plays. Each kind says how it answers."""

    kind: ClassVar[str]
    options: ClassVar[str]  #: its keys in sources.yaml
    broken_as: ClassVar[str]  #: the state in which `break_` puts it
    cannot_tell: ClassVar[frozenset[str]] = frozenset()
    length: ClassVar[int] = 5  #: so many posts stand in its list: the newest

    def __init__(self, site: Site) -> None:
        self.site = site
        self.posts: dict[int, Post] = {}
        self.is_broken = False
        site.answer = self._answer

    @classmethod
    def source(cls) -> str:
        """Its entry in sources.yaml."""
        return SOURCE.format(kind=cls.kind, options=cls.options)

    def publish(self, number: int, at: datetime, text: str) -> None:
        """A post goes out."""
        self.posts[number] = Post(number, at, text, at)

    def edit(self, number: int, now: datetime, text: str) -> None:
        """A post says something else from now on."""
        self.posts[number] = replace(self.posts[number], text=text, saved_at=now)

    def take_down(self, number: int) -> None:
        """A post is no longer public."""
        self.posts[number] = replace(self.posts[number], is_public=False)

    def put_back(self, number: int) -> None:
        """A post is public again."""
        self.posts[number] = replace(self.posts[number], is_public=True)

    def scroll_off(self, now: datetime) -> None:
        """So many posts of no concern go out that none of the others is listed any more."""
        last = max(self.posts) + self.length
        for number in range(last - self.length + 1, last + 1):
            self.publish(number, now - timedelta(seconds=last - number), f"Water stands at {number} metres today.")

    def break_(self) -> None:
        """The source can no longer be read."""
        self.is_broken = True

    def mend(self) -> None:
        """It can be read again."""
        self.is_broken = False

    @property
    def listed(self) -> list[Post]:
        """What its list shows, newest first."""
        public = [post for post in self.posts.values() if post.is_public]
        return sorted(public, key=lambda post: (post.at, post.number), reverse=True)[: self.length]

    def public(self, number: str) -> Post | None:
        """The post of this number, where it is public."""
        post = self.posts.get(int(number)) if number.isdecimal() else None
        return post if post is not None and post.is_public else None

    def _answer(self, path: str) -> Page | None:
        parts = urlsplit(path)
        if parts.path == "/robots.txt":
            return None
        return self.refuse(parts.path) if self.is_broken else self.answer(parts.path, parse_qs(parts.query))

    def refuse(self, path: str) -> Page:
        """What it answers while it is broken: a firewall's page, with 200."""
        return Page(REFUSAL.encode())

    def answer(self, path: str, query: Mapping[str, list[str]]) -> Page | None:
        """What it answers at an address; None: that nothing stands there."""
        raise NotImplementedError


def html(body: str, title: str = "Ministry of Rivers") -> Page:
    """A page for people."""
    return Page(f"<!DOCTYPE html><html><head><title>{title}</title></head><body>{body}</body></html>".encode())


def zulu(at: datetime) -> str:
    """A moment as most services write it."""
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def title_of(post: Post) -> str:
    """A headline of the first words."""
    return " ".join(post.text.split()[:6])


class WithPages(Office):
    """An office whose posts have pages of their own; one that is taken down answers 404."""

    broken_as = "blocked"
    path: ClassVar[str]  #: of its list

    def answer(self, path: str, query: Mapping[str, list[str]]) -> Page | None:
        """The list, or a post's page."""
        if path == self.path:
            return self.shown()
        post = self.public(path.removeprefix("/news/"))
        return html(f"<article><h1>{title_of(post)}</h1><p>{post.text}</p></article>") if post else None

    def shown(self) -> Page:
        """The list of its posts."""
        raise NotImplementedError

    def link(self, post: Post) -> str:
        """The address of a post."""
        return f"{self.site.address}/news/{post.number}"


class Feed(WithPages):
    """An RSS feed with whole texts."""

    kind, path = "feed", "/feed.xml"
    options = 'url: "{site}/feed.xml"'

    def shown(self) -> Page:
        """The feed."""
        items = "".join(
            f"<item><title>{title_of(post)}</title><link>{self.link(post)}</link><guid>{self.link(post)}</guid>"
            f"<pubDate>{post.at.astimezone(UTC):%a, %d %b %Y %H:%M:%S} GMT</pubDate>"
            f"<description>&lt;p&gt;{post.text}&lt;/p&gt;</description></item>"
            for post in self.listed
        )
        channel = f"<channel><title>Ministry of Rivers</title>{items}</channel>"
        return Page(f'<?xml version="1.0"?><rss version="2.0">{channel}</rss>'.encode(), "application/rss+xml")


class Listing(WithPages):
    """A page that lists posts by title and day."""

    kind, path = "listing", "/news"
    options = 'url: "{site}/news", item: li'

    def shown(self) -> Page:
        """The list."""
        rows = "".join(
            f'<li><a href="/news/{post.number}">{title_of(post)}</a> <span>{post.at:%d %B %Y}</span></li>'
            for post in self.listed
        )
        return html(f"<ul>{rows}</ul>")


class Sitemap(WithPages):
    """A sitemap, which knows when each page was changed."""

    kind, path = "sitemap", "/sitemap.xml"
    options = 'url: "{site}/sitemap.xml"'

    def shown(self) -> Page:
        """The sitemap."""
        places = "".join(
            f"<url><loc>{self.link(post)}</loc><lastmod>{zulu(post.saved_at)}</lastmod></url>" for post in self.listed
        )
        space = "http://www.sitemaps.org/schemas/sitemap/0.9"
        return Page(f'<?xml version="1.0"?><urlset xmlns="{space}">{places}</urlset>'.encode(), "application/xml")


class SinglePage(Office):
    """One page, which always says the newest: to the log it is one statement, and what is put there is an edit."""

    kind, options, broken_as = "page", 'url: "{site}/notice"', "blocked"

    def answer(self, path: str, query: Mapping[str, list[str]]) -> Page | None:
        """The page, while anything is to be said."""
        newest = self.listed[0] if self.listed else None
        if path != "/notice" or newest is None:
            return None
        return html(f"<article><h1>Notice</h1><p>{newest.text}</p></article>")


class WordPress(Office):
    """A blog with its REST interface."""

    kind, options, broken_as = "wordpress", 'url: "{site}"', "blocked"
    length = 25

    def __init__(self, site: Site) -> None:
        super().__init__(site)
        self._blog = Blog(site.address)

    def _answer(self, path: str) -> Page | None:
        posts = self.posts.values()
        self._blog.posts = {
            each.number: BlogPost(
                each.number,
                title_of(each),
                f"<p>{each.text}</p>",
                each.at,
                each.saved_at,
                "publish" if each.is_public else "trash",
            )
            for each in posts
        }
        self._blog.page_instead = REFUSAL if self.is_broken else None
        status, media_type, body = self._blog.answer(path)
        return Page(body.encode(), media_type, status)
