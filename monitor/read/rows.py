"""What the rows of a list say: title, date and a beginning of the text.

A row without a date of its own takes the one that stands over it (`dt`, a heading for a day) or right after it.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from monitor.read import dates, markup, noise, row_lines, row_titles
from monitor.read.links import HEADINGS, SAYS_LITTLE, heading_in, weight
from monitor.read.published import Calendar, in_address
from monitor.read.repeated import Row
from monitor.read.row_titles import cells_of
from monitor.text.normalise import clean

LONGEST_DATE_LINE = 80
"""Characters of what stands between rows and gives them a date: more is text."""
LONGEST_ROW = 4_000
"""Characters of a row that are looked at for its date."""
NEAR = 3
"""So many elements over a part of a list may hold its date."""
MOSTLY_DATE = 0.4
"""The share of a piece of text that a date makes up where the piece is there for the date."""

_HAS_YEAR = re.compile(r"\d{4}|\d\W\d\d$")
_SET_OFF = (",", ";", "|", "–", "—", "·", "、", "，")


@dataclass(frozen=True, slots=True)
class Told:
    """What one row says."""

    url: str
    title: str | None
    when: dates.Found | None
    text: str  #: what the list says beyond the title
    anchor: str | None = None  #: the `id` of the row, by which it is known where it has no address


@dataclass(frozen=True, slots=True)
class Rows:
    """Reads rows of one page; what it has read it remembers, for several lists may be tried."""

    calendar: Calendar
    _pieces_of: dict[Row, tuple[str, ...]] = field(default_factory=dict)
    _own: dict[Row, dates.Found | None] = field(default_factory=dict)
    _short: dict[Any, dates.Found | None] = field(default_factory=dict)
    _found: dict[str, dates.Found | None] = field(default_factory=dict)

    def told(self, rows: Sequence[Row], column: int | None = None) -> tuple[Told, ...]:
        """What the rows of one list say; their titles stand in a `column` of a table, or are their links."""
        around = self._around(rows)
        elements = {row.element for row in rows}
        labels = row_titles.labels(rows)
        following = row_lines.following(rows)
        said = []
        for row, title in zip(rows, self._titles(rows, column, labels), strict=True):
            pieces = self._pieces(row) if labels.isdisjoint(row.element.iter("a")) else tuple(_pieces(row, labels))
            when = (
                self._own_date(row)
                or self._at_an_end(title, around.get(row.element))
                or self._date(row_lines.line_of(row.element, elements))
                or self._within(row)
                or next(filter(None, map(self.calendar.find, in_address(row.link.url))), None)
            )
            text = self._beginning(pieces, title) or self._beginning(following.get(row.element, ()), title)
            said.append(Told(row.link.url, title or None, when, text, row.element.get("id")))
        return tuple(said)

    def _titles(self, rows: Sequence[Row], column: int | None, labels: frozenset[Any]) -> Iterator[str]:
        """What each row is called."""
        shared = row_titles.shared([row.link.title for row in rows])
        for row in rows:
            title = row.link.title
            cells = row_titles.cells_of(row.element) if column is not None else []
            in_column = row_titles.text_of(cells[column], labels) if column is not None and column < len(cells) else ""
            if in_column:
                yield in_column
            elif not row.link.url:
                yield next(filter(self._says_something, self._pieces(row)), "")
            elif title in shared or weight(title) < SAYS_LITTLE:
                yield max(self._title_in(row) or "", title, key=weight)
            else:
                yield title

    def dated(self, rows: Sequence[Row]) -> tuple[float, float]:
        """The shares of rows that have a date in them, and in or around them."""
        within = sum(self._within(row) is not None for row in rows)
        elements = {row.element for row in rows}
        around = (
            within
            or len(self._around(rows))
            or sum(bool(self._date(row_lines.line_of(each, elements))) for each in elements)
        )
        return within / len(rows), around / len(rows)

    def _date(self, text: str) -> dates.Found | None:
        if text not in self._found:
            self._found[text] = self.calendar.find(text)
        return self._found[text]

    def _pieces(self, row: Row) -> tuple[str, ...]:
        if row not in self._pieces_of:
            self._pieces_of[row] = tuple(_pieces(row))
        return self._pieces_of[row]

    def _within(self, row: Row) -> dates.Found | None:
        """The date in a row: one that is there for it, else one of which its text speaks."""
        return self._own_date(row) or next(filter(None, map(self._date, self._pieces(row))), None)

    def _own_date(self, row: Row) -> dates.Found | None:
        """The date that is there for a row: a `time`, else the date that a piece is there for, else one in a label."""
        if row not in self._own:
            marked = (self.calendar.find(each.get("datetime")) for each in row.element.iter("time"))
            self._own[row] = next(filter(None, marked), None) or self._in_labels(self._pieces(row))
        return self._own[row]

    def _in_labels(self, pieces: Sequence[str]) -> dates.Found | None:
        found = [(piece, date) for piece in pieces if (date := self._date(piece)) is not None]
        there_for_it = (date for piece, date in found if _is_date(piece, date))
        return next(there_for_it, next((date for piece, date in found if len(piece) <= LONGEST_DATE_LINE), None))

    def _at_an_end(self, title: str, around: dates.Found | None) -> dates.Found | None:
        """A date with which a title begins or ends, or that is set off, else the one around its row.

        Any other is part of what the title says; without a year, the one around is more certain.
        """
        found = self.calendar.find_in_line(title)
        if found is None or (around and not _HAS_YEAR.search(found.as_written)):
            return around
        before, after = title[: found.start].rstrip(" ([（【"), title[found.end :].lstrip(" )]）】.")
        set_off = before.endswith(_SET_OFF) and after.startswith(_SET_OFF)
        return found if set_off or not before or not after else around

    def _title_in(self, row: Row) -> str | None:
        """The title of a row whose link says only "read more": a heading, else the longest text that is no date."""
        return heading_in(row.element) or max(filter(self._says_something, self._pieces(row)), key=weight, default=None)

    def _beginning(self, pieces: Iterable[str], title: str) -> str:
        return clean("\n".join(piece for piece in pieces if piece != title and self._says_something(piece)))

    def _says_something(self, piece: str) -> bool:
        date = self._date(piece)
        return not noise.is_noise(piece) and (date is None or not _is_date(piece, date))

    def _around(self, rows: Sequence[Row]) -> dict[Any, dates.Found]:
        """The dates that stand between the rows: over them, for as many as follow; or right after each."""
        elements = {row.element for row in rows}
        around: dict[Any, dates.Found] = {}
        for part in dict.fromkeys(row.element.getparent() for row in rows):
            if part is None:
                continue
            children = list(part)
            first = next(place for place, child in enumerate(children) if child in elements)
            current = self._over(part, rows)
            are_over = current is not None or any(map(self._short_date, children[:first]))
            for child in children if are_over else reversed(children):
                if child not in elements:
                    current = self._short_date(child) or current
                elif current is not None:
                    around[child] = current
                    current = current if are_over else None
        for element, cell in row_lines.spanning(rows):
            above = self._short_date(cell)
            if above is not None:
                around[element] = above
        return around

    def _over(self, part: Any, rows: Sequence[Row]) -> dates.Found | None:
        """The date of the heading over a part of the list; what stands over the whole list dates none of it."""
        all_rows = set(rows[0].element.iterancestors()) & set(rows[-1].element.iterancestors())
        while part is not None and part not in all_rows:
            above = islice((each for each in part.itersiblings(preceding=True) if isinstance(each.tag, str)), NEAR)
            found = next(filter(None, map(self._short_date, above)), None)
            if found is not None:
                return found
            part = part.getparent()
        return None

    def _short_date(self, element: Any) -> dates.Found | None:
        """The date that a short element is there for."""
        if element not in self._short:
            text = "" if markup.invisible(element) else markup.plain_text(element)
            self._short[element] = self.calendar.find(text) if len(text) <= LONGEST_DATE_LINE else None
        return self._short[element]


def _pieces(row: Row, labels: frozenset[Any] = frozenset()) -> Iterator[str]:
    """The texts of a row beside title and `labels`, in reading order: its cells where it has cells, else its lines."""
    heading = next(row.link.element.iter(*HEADINGS), None)
    left_out = {row.link.element if heading is None else heading, *labels}
    cells = cells_of(row.element)
    for part in cells or [row.element]:
        text = markup.plain_text(part, left_out)[:LONGEST_ROW]
        for piece in [" ".join(text.split())] if cells else text.splitlines():
            if piece and piece != row.link.title:
                yield piece


def _is_date(piece: str, date: dates.Found) -> bool:
    return date.end - date.start >= MOSTLY_DATE * len(piece)
