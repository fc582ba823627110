"""The terms of those whom the assessment knows by name, and of the words that name others, for the one matcher."""

from collections.abc import Iterable, Iterator
from datetime import date

import regex

from monitor.assess.known import KnownFile, MentionWords, Tenure, spellings
from monitor.assess.matcher import Sense, shape
from monitor.assess.terms import Term, forms
from monitor.assess.words import Words

DENSE = frozenset({"ja", "zh", "ko"})
ROLE_OF = {
    "titles": "title",
    "suffixes": "suffix",
    "surnames": "surname",
    "offices": "office",
    "portfolios": "office",
    "homonyms": "homonym",
    "bodies": "organisation",
    "leading_bodies": "body before",
    "trailing_bodies": "body after",
    "leading_schemes": "scheme before",
    "trailing_schemes": "scheme after",
    "flights": "flight",
    "says": "says",
    "said": "said",
    "according": "according",
}
_CAPITAL = r"\p{Lu}[\p{L}\p{M}\p{N}'’&/-]*+"
_WORD = r"(?:(?:\p{Lu}\.[ ]?)*\p{Lu}[\p{L}\p{M}'’-]*+)"
LATIN = "\u0250"
"""What comes before it is written with spaces between words, and capitals."""
_BLANKS = r"[ \u00a0\u200b]*"
ROLES = frozenset({*ROLE_OF.values(), "person", "family", "scheme", "organisation", "place"})
"""What a sense of the matcher may be that says nothing of relevance."""


class Registry:
    """Who holds which office, and the small words of all languages."""

    def __init__(self, words: Words) -> None:
        self._people = words.offices.people
        self.surnamed = frozenset(code for code, mention in words.mentions.items() if mention.surnames)
        mentions = words.mentions.values()
        links = _all(mention.links for mention in mentions)
        self.stranger = regex.compile(rf"(?:{_any(_all(mention.strangers for mention in mentions))})(?![A-Za-z])")
        ends = _all(mention.ends for mention in mentions)
        self.end = regex.compile(_any(each for each in ends if each[0] >= LATIN) or r"(?!)")
        joints = _all(mention.joints for mention in mentions)
        self.joint = regex.compile(rf"{_BLANKS}(?:{_any(joints)}){_BLANKS}")
        small = _any(each for each in links if each[0] < LATIN)
        self.tail = _tail(small, _any(each for each in ends if each[0] < LATIN) or r"(?!)")
        self.glue = regex.compile(rf"[ ](?:{_any(each for each in links if each[0] >= LATIN)})")
        particles = _any(_all(mention.particles for mention in mentions)) or r"(?!)"
        self.words = regex.compile(rf"{_WORD}(?:[ \u00a0](?:(?:{particles})[ \u00a0])?{_WORD}){{0,4}}")
        inner = _any(each for each in links if each[0] < LATIN and each not in joints)
        self.front = regex.compile(rf"(?:{_CAPITAL}[ \u00a0](?:(?:{inner})[ \u00a0])?)*$")

    def holder(self, family: Iterable[str], offices: Iterable[str], on: date | None) -> str | None:
        """Who of those of a family name held one of the offices: on that day where it is known; None if several did."""
        found = {
            name
            for name in family
            for term in self._people[name].offices
            if _same(term.office, offices) and (on is None or term.holds(on))
        }
        return found.pop() if len(found) == 1 else None

    def offices(self, person: str, on: date) -> tuple[Tenure, ...]:
        """What a person held on a day; nothing of one who is not known."""
        known = self._people.get(person)
        return tuple(term for term in known.offices if term.holds(on)) if known else ()

    def called(self, person: str) -> str:
        """A person's name, in English where it is known; else the ID."""
        names = self._people[person].names if person in self._people else {}
        first = next(iter(names.get("en") or next(iter(names.values()), ())), None)
        family, _, given = first.text.partition(",") if first else (person, "", "")
        return f"{given.strip()} {family.strip()}".strip()

    def countries(self, person: str, on: date | None) -> frozenset[str]:
        """For which countries a person holds office, on that day where it is known."""
        known = self._people.get(person)
        terms = known.offices if known else ()
        return frozenset(term.country for term in terms if on is None or term.holds(on))


def _any(texts: Iterable[str]) -> str:
    return "|".join(regex.escape(each) for each in texts)


def _tail(small: str, ends: str) -> "regex.Pattern[str]":
    """What follows the head of an office or a body: capitals after a small word, or in a list that one ends."""
    phrase = rf"{_CAPITAL}(?:[ \u00a0]{_CAPITAL})*+"
    link = rf"(?:[ \u00a0](?!{ends})(?:{small}))"
    return regex.compile(
        rf"(?:(?<=[ \u00a0](?:{small}))[ \u00a0]{phrase})?"
        rf"(?:(?:,[ \u00a0]{phrase})*,?{link}{{1,3}}[ \u00a0]{phrase}(?!['’]))*"
    )


def _all(found: Iterable[Iterable[Term]]) -> tuple[str, ...]:
    """Every form of the terms, the longest first."""
    return tuple(
        sorted(
            {form for each in found for term in each for form in forms(term.text)}, key=lambda form: (-len(form), form)
        )
    )


def _same(office: str, others: Iterable[str]) -> bool:
    """Whether one of the others calls the office so, or more shortly: `ambassador` and `minister` may be any."""
    return any(
        each and (office == each or office.startswith(f"{each} ") or office.endswith(f" {each}")) for each in others
    )


def terms(words: Words) -> Iterator[tuple[str, Sense]]:
    """Every term with what it says."""
    for name, person in words.offices.people.items():
        for language, found in person.names.items():
            yield from _of_person(name, language, found)
    for role, file in (("scheme", words.schemes), ("organisation", words.organisations), ("place", words.places)):
        yield from _of_known(role, file)
    for language, mention in words.mentions.items():
        yield from _of_mention(language, mention)


def _of_person(name: str, language: str, found: Iterable[Term]) -> Iterator[tuple[str, Sense]]:
    for form in (each for term in found for each in forms(term.text)):
        whole, family = spellings(form, language in DENSE)
        for each in whole:
            yield each, Sense("person", name, language=language, shape=_capital(each))
        if family:
            yield family, Sense("family", name, language=language, shape=_capital(family))


def _of_known(role: str, file: KnownFile) -> Iterator[tuple[str, Sense]]:
    for name, known in file.known.items():
        for language, found in known.names.items():
            for form in (each for term in found for each in forms(term.text)):
                topic, country = known.topic or "", known.country or ""
                yield form, Sense(role, name, topic=topic, language=language, gloss=country, shape=shape(form))


def _of_mention(language: str, mention: MentionWords) -> Iterator[tuple[str, Sense]]:
    for key, role in ROLE_OF.items():
        for term in getattr(mention, key):
            for form in forms(term.text):
                of = key if key == "portfolios" else ""
                yield form, Sense(role, term.gloss, of, language=language, gloss=term.gloss, shape=shape(form))


def _capital(name: str) -> str:
    """A name begins with a capital wherever its script has any; it may stand in capitals throughout."""
    return "title" if shape(name) else ""
