"""The words that an assessment knows, as the YAML files of `words/` hold them: frozen values, checked when loaded."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from monitor.assess.fact_words import FactWords
from monitor.assess.known import KnownFile, MentionWords, OfficesFile
from monitor.assess.terms import Terms

Stance = Literal["announced", "requested", "discussed", "extended", "resumed", "suspended", "denied", "ended"]


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
    urgent_from: dict[Annotated[str, Field(pattern="^[A-Z]{3}$")], float] = {}
    """The sum in a currency (ISO 4217) from which it cannot wait."""
    vague: tuple[str, ...] = ()
    """English meanings of weak terms that name nothing which could be given or done: `support`, `thanks`."""
    urgent_by: tuple[str, ...] = ()  #: what those who hold such an office say of it cannot wait
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
    toward: tuple[str, ...] = ()
    """Where something goes: `to (the) (people of) …`, with … for the country; what stands beside it is looked at."""
    joins: tuple[str, ...] = ()  #: between two names of one list: and
    routine: Terms = ()  #: everyday matters, of which nothing is urgent: office holidays, speech contests
    other: Terms = ()  #: other business: trade, crime, sport …
    exclude: Terms = ()  #: phrases in which a country is not meant
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
    mentions: dict[str, MentionWords]
    offices: OfficesFile
    schemes: KnownFile
    organisations: KnownFile
    places: KnownFile
    weights: Weights
