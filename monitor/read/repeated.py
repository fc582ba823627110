"""The repeated structure of a page that lists posts, found without being told: rows that are alike, each with its link.

Links are grouped by the path of tags and class names that leads to them. A row is an element high enough to hold what
belongs to one link, a date above all, and low enough to hold no other. The best group is the one whose rows look most
like headlines: titles that differ, dates, links to the same site, and not a menu.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from monitor.read import markup
from monitor.read.links import Link, heading_in, weight
from monitor.read.paths import standing_at

SAMPLE = 24
"""So many rows are looked at to judge a group."""
FEWEST = 2
MOST_IN_A_ROW = 4
"""What holds more links that are alike, on average, is no row but a part of the list."""
_LEAST_SCORE = 1.0
_FULL_TITLE, _SHORTEST_TITLE = 36, 6
"""The weights of a title that is surely one, and of one that may be."""
_DATED = 2.0
"""How much more a row says that has a date."""
_TITLE_IN_ROW = 0.5
"""What a dated row counts for whose link says little."""
_BETTER_TITLES = 0.1
"""Of two links in the same rows, the one with titles is the one."""
_UNTITLED = 0.3
"""What is lost where no row has a title of its own: rather few rows that say something than many that do not."""
_IN_MENU, _CLASSLESS, _ELSEWHERE = 0.15, 0.75, 0.3
_MENU_DATES = 0.5
"""The share of rows with dates from which a part that is called a menu may be a list of posts."""
_LISTS = markup.names("ul ol dl table tbody")
_CELLS = markup.names("td th")


@dataclass(frozen=True, slots=True)
class Row:
    """One element of a list, and the link that it is about."""

    element: Any
    link: Link


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the rows of a list stand: the path to their links, the depth of rows on it; and where their titles do."""

    path: str
    depth: int
    column: int | None = None  #: of a table whose links are no titles: the cells of its rows that are

    @classmethod
    def remembered(cls, learned: Mapping[str, Any]) -> "Layout | None":
        """The layout that a reading before learned."""
        path, depth, column = learned.get("path"), learned.get("depth"), learned.get("column")
        if not isinstance(path, str) or not isinstance(depth, int):
            return None
        return cls(path, depth, column if isinstance(column, int) else None)

    @property
    def learned(self) -> dict[str, Any]:
        """What the next reading should know of it."""
        where = {"path": self.path, "depth": self.depth}
        return where if self.column is None else {**where, "column": self.column}

    def rows(self, links: Iterable[Link]) -> tuple[Row, ...]:
        """The rows that stand there."""
        return _rows_at([link for link in links if self.path in (link.path, link.tags)], self.depth)

    def is_emptied(self, root: Any) -> bool:
        """Whether what held the rows is there without any link; a part of the page that has no name says nothing."""
        container = "/".join(self.path.split("/")[: self.depth + 1])
        last = container.rpartition("/")[2]
        stand = standing_at(root, container) if "." in last or last in _LISTS else []
        return bool(stand) and all(next(each.iter("a"), None) is None for each in stand)


Dated = Callable[[Sequence[Row]], tuple[float, float]]
"""The shares of some rows that have a date in them, and in or around them."""


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A list that may be meant, and what it is worth before its dates are looked at."""

    layout: Layout
    rows: tuple[Row, ...]
    titles: float  #: how much the titles of its links say, in titles
    place: float  #: from 0 to 1: where it stands, and where it leads

    @property
    def most(self) -> float:
        """What it is worth if all its rows have dates."""
        return (
            (max(self.titles, _TITLE_IN_ROW * len(self.rows)) + _BETTER_TITLES * self.titles)
            * self.place
            * (1 + _DATED)
        )

    def worth(self, dated: Dated) -> float:
        """What it is worth. Where rows have dates, a link may say only "PDF": the title stands beside it."""
        within, share = dated(self.rows[:: max(len(self.rows) // SAMPLE, 1)])
        first = self.rows[0]
        if (not within and first.element.tag in _CELLS) or (share < _MENU_DATES and first.link.in_menu):
            return 0
        headed = share if heading_in(first.element) else within
        beside = 0 if first.element is first.link.element else _TITLE_IN_ROW * headed * len(self.rows)
        return (max(self.titles, beside) + _BETTER_TITLES * self.titles) * self.place * (1 + _DATED * share)


def best(links: Sequence[Link], host: str | None, dated: Dated) -> Layout | None:
    """The list that a page is about; None where nothing on it looks like one."""
    found, least = None, _LEAST_SCORE
    for candidate in sorted(_candidates(links, host), key=lambda one: one.most, reverse=True):
        if candidate.most <= least:
            break
        worth = candidate.worth(dated)
        if worth > least:
            found, least = candidate.layout, worth
    return found


def _candidates(links: Sequence[Link], host: str | None) -> Iterator[_Candidate]:
    for group, factor in ((_grouped(links, "path"), 1.0), (_grouped(links, "tags"), _CLASSLESS)):
        for path, alike in group.items():
            depths = _depths(alike) if len({link.url for link in alike}) >= FEWEST else _depth_in_table(alike[0])
            if depths:
                for depth in depths:
                    rows = _rows_at(alike, depth)
                    titles = _titles(rows)
                    place = factor * _place(rows, host) * (1 - _UNTITLED * (1 - titles / len(rows)))
                    yield _Candidate(Layout(path, depth), rows, titles, place)


def _grouped(links: Iterable[Link], by: str) -> dict[str, list[Link]]:
    groups: dict[str, list[Link]] = {}
    for link in links:
        groups.setdefault(getattr(link, by), []).append(link)
    return groups


def _depths(alike: list[Link]) -> list[int]:
    """The depths at which rows may stand: of each number of rows, the highest elements that give it."""
    depths: dict[int, int] = {}
    for depth in range(len(alike[0].chain)):
        depths.setdefault(len({link.chain[depth] for link in alike}), depth)
    fewest = max(FEWEST, len({link.url for link in alike}) / MOST_IN_A_ROW)
    return [depth for count, depth in depths.items() if count >= fewest]


def _depth_in_table(link: Link) -> list[int]:
    """The depth of the one row of a table whose columns have names: one alone is a list only there."""
    depth = next((at for at in range(len(link.chain) - 1, 0, -1) if link.chain[at].tag == "tr"), None)
    if depth is None or next(link.chain[depth].iterchildren("th"), None) is not None:
        return []
    table = next(link.chain[depth].iterancestors("table"))
    return [depth] if len(list(table.iter("tr"))) == 2 and next(table.iter("th"), None) is not None else []


def _rows_at(alike: Iterable[Link], depth: int) -> tuple[Row, ...]:
    """The elements at a depth, each with the link in it that says most."""
    rows: dict[Any, Link] = {}
    for link in alike:
        if depth < len(link.chain):
            element = link.chain[depth]
            if element not in rows or weight(link.title) > weight(rows[element].title):
                rows[element] = link
    return tuple(Row(element, link) for element, link in rows.items())


def _titles(rows: Sequence[Row]) -> float:
    """How much the titles say, in titles; one that stands several times says it once."""
    said = Counter(row.link.title for row in rows)
    return sum(min((weight(title) - _SHORTEST_TITLE) / (_FULL_TITLE - _SHORTEST_TITLE), 1) for title in said)


def _place(rows: Sequence[Row], host: str | None) -> float:
    here = sum(row.link.host == host for row in rows) / len(rows)
    in_menu = 2 * sum(row.link.in_menu for row in rows) > len(rows)
    return (_ELSEWHERE + (1 - _ELSEWHERE) * here) * (_IN_MENU if in_menu else 1)
