"""Whom the assessment knows by name, as YAML files hold them: people and their offices; schemes, bodies, places."""

import re
from calendar import monthrange
from datetime import date
from typing import Annotated

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema, model_validator

from monitor.assess.terms import Terms

Country = Annotated[str, Field(pattern="^[A-Z]{2}$")]


def span_of(written: str) -> tuple[date, date]:
    """The first and the last day of a day, month or year. Raises ValueError."""
    parts = [int(each) for each in written.split("-")]
    year, month = parts[0], parts[1] if len(parts) > 1 else None
    if month is None:
        return date(year, 1, 1), date(year, 12, 31)
    if len(parts) > 2:
        return date(*parts), date(*parts)
    return date(year, month, 1), date(year, month, monthrange(year, month)[1])


def _vague_day(written: str) -> str:
    if not re.fullmatch(r"\d{4}(-\d{2}){0,2}", written):
        raise ValueError(f'"{written}" is no day, month or year: write it as in 2020-09-16, 2020-09 or 2020')
    try:
        span_of(written)
    except ValueError:
        raise ValueError(f'"{written}" is in no calendar: check the month and the day') from None
    return written


VagueDay = Annotated[
    str,
    BeforeValidator(lambda value: str(value) if isinstance(value, int) else value),
    AfterValidator(_vague_day),
    WithJsonSchema({"type": ["string", "integer"]}),
]
"""A day, or the month or year that it lies in, where more is not known."""


class _Keys(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Tenure(_Keys):
    """An office that a person holds for a country, from when to when."""

    office: str = Field(
        min_length=1, max_length=200, description="What it is called, as the languages' offices gloss it."
    )
    country: Country = Field(description="For which country: ISO 3166 alpha-2.")
    from_: VagueDay | None = Field(
        default=None, alias="from", description="First day, month or year; none: since before it matters."
    )
    to: VagueDay | None = Field(default=None, description="Last day, month or year; none: to this day.")
    shared: bool = Field(default=False, description="Whether several may hold it at once.")

    @model_validator(mode="after")
    def _forward(self) -> "Tenure":
        if self.from_ and self.to and span_of(self.from_)[0] > span_of(self.to)[1]:
            raise ValueError(f"the term ends ({self.to}) before it begins ({self.from_}): exchange them")
        return self

    def holds(self, on: date) -> bool:
        """Whether the office was held on a day, as far as the words can tell."""
        began = span_of(self.from_)[0] if self.from_ else date.min
        return began <= on <= (span_of(self.to)[1] if self.to else date.max)

    def overlaps(self, other: "Tenure") -> bool:
        """Whether both surely hold one office on some day; those who hand over share a day, or a vaguer month."""
        if (self.office, self.country) != (other.office, other.country) or self.shared or other.shared:
            return False
        began = max(span_of(each.from_)[1] if each.from_ else date.min for each in (self, other))
        ended = min(span_of(each.to)[0] if each.to else date.max for each in (self, other))
        return began < ended


class Person(_Keys):
    """A person in office.

    A name written `Family, Given` is found in both orders, and by the family name alone beside an office; one without
    a comma as it stands.
    """

    names: dict[str, Terms] = Field(description="Language -> spellings, one a line.")
    offices: tuple[Tenure, ...] = Field(default=(), description="One person may hold several, and one several times.")


class OfficesFile(_Keys):
    """`offices.yaml`: who holds which office for which country from when to when."""

    people: dict[Annotated[str, Field(pattern="^[a-z0-9-]+$")], Person] = Field(
        default_factory=dict, description="ID, which never changes -> person."
    )
    remove: tuple[str, ...] = Field(default=(), description="In an overlay: shipped people that are not wanted, by ID.")


class Known(_Keys):
    """A scheme, a body or a place with its names."""

    names: dict[str, Terms] = Field(description="Language -> spellings, one a line.")
    country: Country | None = Field(default=None, description="Whose it is: ISO 3166 alpha-2.")
    topic: str | None = Field(default=None, description="The topic that it speaks for.")


class KnownFile(_Keys):
    """`schemes.yaml`, `organisations.yaml`, `places.yaml`: what they are called in every language."""

    known: dict[str, Known] = Field(
        default_factory=dict, description="Its value in facts, which never changes -> names."
    )
    remove: tuple[str, ...] = Field(default=(), description="In an overlay: shipped ones that are not wanted.")


class MentionWords(_Keys):
    """`mentions/<code>.yaml`: how a language names people and bodies that no list knows, and how it tells who spoke."""

    titles: Terms = ()  #: before a name: Mr., H.E.
    suffixes: Terms = ()  #: behind a name: 氏
    surnames: Terms = ()  #: where nothing shows how long a name is: what it begins with
    offices: Terms = ()  #: of a person; what it is called in `offices.yaml` stands as its meaning
    particles: Terms = ()  #: small words inside the name of a person: de, bin
    portfolios: Terms = ()  #: offices whose word before says of what as often as who: 大臣
    strangers: Terms = ()  #: words that look like a name beside a title or an office, and are none
    homonyms: Terms = ()  #: words in which no title or office is meant: 摂氏
    bodies: Terms = ()  #: of whatever country, whole: Foreign Ministry, 外務省
    leading_bodies: Terms = ()  #: begin the name of a body: Ministry of
    trailing_bodies: Terms = ()  #: end it: Airlines, 省
    leading_schemes: Terms = ()  #: begin the name of a scheme
    trailing_schemes: Terms = ()  #: end it: Scholarship, 事業
    links: Terms = ()  #: what may stand inside a name in small letters, or join its halves: and, of
    ends: Terms = ()  #: what is no part of a body's name any more, where no spaces are; and: `and the`
    joints: Terms = ()  #: what may stand between the two ends of a route: and, to
    flights: Terms = ()  #: what makes two places a route
    says: Terms = ()  #: that somebody said, before what was said
    said: Terms = ()  #: that somebody said, behind what was said
    according: Terms = ()  #: stands before the speaker: according to
    remove: tuple[str, ...] = ()


def spellings(text: str, dense: bool = False) -> tuple[tuple[str, ...], str | None]:
    """How a name may stand in a text: whole, in every order; and the family name, where it is told apart.

    `dense`: a script without spaces between words.
    """
    family, comma, given = (each.strip() for each in text.partition(","))
    if not comma:
        return (text,), None
    orders = (f"{family} {given}", f"{given} {family}")
    return ((*orders, family + given) if dense else orders), family
