"""The words that an assessment knows, as the YAML files of `words/` hold them: frozen values, checked when loaded.

A list of terms is a block of text with one term a line, because editors of many languages keep it:

    term                  matches as written, in any case; a capital in the term asks for a capital in the text
    flight(s)             a group is optional; `(a|b|)` chooses one of several
    査証 = visa           what it means, in English, for alerts
"""

import re
from itertools import product
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

Stance = Literal["announced", "requested", "discussed", "extended", "resumed", "suspended", "denied", "ended"]
_GROUP = re.compile(r"\(([^()]*)\)")


class Term(BaseModel):
    """A word or phrase of one language and what it means in English."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    text: str = Field(min_length=1, max_length=200)
    gloss: str = ""


def forms(text: str) -> tuple[str, ...]:
    """Every spelling that a term stands for: `donat(e|es)` gives donate, donates; `flight(s)` flight, flights."""
    parts = _GROUP.split(text)
    choices = [
        [part] if at % 2 == 0 else (part.split("|") if "|" in part else ["", part]) for at, part in enumerate(parts)
    ]
    return tuple(" ".join("".join(chosen).split()) for chosen in product(*choices))


def _lines(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    terms = []
    for line in value.splitlines():
        text, _, gloss = line.partition(" = ")
        if text.strip():
            terms.append({"text": text.strip(), "gloss": gloss.strip()})
    return terms


def _written(value: Any) -> Any:
    """A block of lines, or a list whose items are lines."""
    if isinstance(value, list):
        return [found for each in value for found in (_lines(each) if isinstance(each, str) else [each])]
    return _lines(value)


Terms = Annotated[tuple[Term, ...], BeforeValidator(_written)]


class _File(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class TopicTerms(_File):
    """What speaks for or against one topic in one language."""

    strong: Terms = ()  #: speaks for the topic by itself
    weak: Terms = ()  #: speaks for it beside another term
    urgent: Terms = ()  #: strong, and such news cannot wait
    against: Terms = ()  #: a sign that the sentence is about something else
    exclude: Terms = ()  #: homonyms: nothing inside such a phrase counts


class TopicWords(_File):
    """`topics/<topic>.yaml`: language -> terms."""

    urgent_when: tuple[Stance, ...] = ()  #: what becomes of such a measure and cannot wait
    terms: dict[str, TopicTerms] = {}
    remove: tuple[str, ...] = ()  #: only in an overlay: shipped terms that the newsroom does not want


class CountryWords(_File):
    """What names one country, beyond its names in CLDR."""

    names: dict[str, Terms] = {}  #: language -> demonyms, short forms, spellings, cities, offices
    agencies: dict[str, Terms] = {}  #: topic -> agencies, airlines, schemes that speak for country and topic


class CountryFile(_File):
    """`countries/<name>.yaml`: ISO 3166 alpha-2 code (or EU) -> words."""

    countries: dict[Annotated[str, Field(pattern="^[A-Z]{2}$")], CountryWords]
    remove: tuple[str, ...] = ()


class LanguageWords(_File):
    """`languages/<code>.yaml`: what belongs to a language and to no topic."""

    implies: str | None = None  #: the country that a text in this language speaks from, when there is one
    stance: dict[Stance, Terms] = {}  #: stance -> verbs and nouns that say what became of a measure
    amount: Terms = ()  #: words of money and number
    giving: Terms = ()  #: words of giving and receiving
    lenders: Terms = ()  #: multilateral bodies: their own money is nobody's aid
    courtesy: Terms = ()  #: phrases of goodwill that announce nothing
    domestic: Terms = ()  #: signs that a rule or relief stays inside one country
    other: Terms = ()  #: other business: trade, crime, sport …
    exclude: Terms = ()  #: phrases in which a country is not meant
    remove: tuple[str, ...] = ()


class FactWords(_File):
    """`facts/<code>.yaml`: of what figures and dates are made in a language; ` = ` says what a word is worth."""

    numbers: Terms = ()  #: word = number
    remove: tuple[str, ...] = ()


class Weights(_File):
    """`weights.yaml`: what each sign in a sentence is worth, and from which score on a text counts."""

    relevant: float = Field(ge=0, le=1)
    unsure: float = Field(ge=0, le=1)
    signs: dict[str, float]


class Words(_File):
    """All words, by topic, country and language."""

    topics: dict[str, TopicWords]
    countries: dict[str, CountryWords]
    languages: dict[str, LanguageWords]
    facts: dict[str, FactWords]
    weights: Weights
