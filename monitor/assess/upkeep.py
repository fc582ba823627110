"""UPKEEP of words: terms that contradict each other, never fire, or stand twice; pure functions over `Words`."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from pydantic import BaseModel

from monitor.assess.known import spellings
from monitor.assess.language import language
from monitor.assess.matcher import Hit, key_of, shape
from monitor.assess.named import DENSE, ROLE_OF
from monitor.assess.rules import Rules
from monitor.assess.terms import Term, forms
from monitor.assess.words import Words

Path = tuple[str, ...]
"""Where a list of terms stands: `topics travel terms en strong`, in `topics/travel.yaml`."""
_STRENGTHS = ("strong", "weak", "urgent")
_CONTRARY = frozenset(
    {
        *(frozenset({"topic", other}) for other in ("against", "exclude", "other", "courtesy", "domestic")),
        *(frozenset({"homonym", other}) for other in ("title", "suffix", "office")),
        frozenset({"numbers", "no_numbers"}),
        frozenset({"things", "no_things"}),
    }
)
"""Of two such roles a word of one language has one at most."""
_NAMES_ONE = frozenset({"country", "stance", "person", "scheme", "organisation", "place"})
"""In such a role a word of one language names one thing alone."""
_HIDDEN = frozenset({"topic", "against", "country", "agency", "lender"})
"""What says nothing where it stands inside of an exclusion."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A term in the list in which it stands, and what it says there."""

    path: Path
    term: Term
    role: str
    value: str
    language: str  #: "": any

    @property
    def strength(self) -> str:
        """Of a topic's term: strong, weak or urgent."""
        return self.path[-1] if self.role == "topic" else ""

    def spelled(self) -> Iterator[str]:
        """Every way in which it may stand in a text."""
        for form in forms(self.term.text):
            yield from spellings(form, self.language in DENSE)[0] if self.role == "person" else (form,)

    @property
    def is_looked_for(self) -> bool:
        """Whether it is found by itself; of figures and dates whole forms are."""
        return self.path[0] != "facts"


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a term: `clash`, `never fires` or `twice`."""

    kind: str
    spelling: str
    why: str
    terms: tuple[Listed, ...]


def listed(words: Words) -> Iterator[Listed]:
    """Every term of every list, but for the small words of names, which stand in patterns as they are written."""
    for path, terms in _lists(words, ()):
        for term in terms if path[0] != "mentions" or path[-1] in ROLE_OF else ():
            yield Listed(path, term, *_meaning(path, term))


def faults(words: Words, rules: Rules) -> list[Fault]:
    """Terms that contradict each other, that are not found in their own spelling, and that others make superfluous."""
    every = list(listed(words))
    return [*_clashes(every), *_never(every, rules), *_twice(every)]


def silent(words: Words, rules: Rules, texts: Iterable[tuple[str | None, str]]) -> list[Listed]:
    """The terms that stand in none of these titles and texts, of the languages that they are in."""
    found: set[tuple[str, str]] = set()
    spoken = {""}
    for title, text in texts:
        written = language(f"{title or ''}\n{text}", ())
        spoken.add(written or "")
        for content in (title or "", text):
            for hit in rules.matcher.find(content, written):
                found |= {(key_of(content[hit.start : hit.end]), sense.role) for sense in hit.senses}
    return [
        each
        for each in listed(words)
        if each.is_looked_for
        and each.language in spoken
        and not any((key_of(spelling), each.role) in found for spelling in each.spelled())
    ]


# ---------------------------------------------------------------- what a list says


def _lists(node: Any, path: Path) -> Iterator[tuple[Path, tuple[Term, ...]]]:
    if isinstance(node, tuple) and node and isinstance(node[0], Term):
        yield path, node
    elif isinstance(node, BaseModel):
        for name in type(node).model_fields:
            yield from _lists(getattr(node, name), (*path, name))
    elif isinstance(node, Mapping):
        for name, each in node.items():
            yield from _lists(each, (*path, str(name)))


def _meaning(path: Path, term: Term) -> tuple[str, str, str]:
    """Role, value and language of a term, from where it stands."""
    match path:
        case ("topics", topic, "terms", language, kind):
            return ("topic" if kind in _STRENGTHS else kind), topic, language
        case ("languages", language, "stance", stance):
            return "stance", stance, language
        case ("languages", language, kind):
            return ("lender" if kind == "lenders" else kind), "", language
        case ("countries", code, "names", language):
            return "country", code, language
        case ("countries", code, "agencies", _):
            return "agency", code, ""
        case ("offices", "people", name, "names", language):
            return "person", name, language
        case (kinds, "known", name, "names", language):
            return kinds.removesuffix("s"), name, language
    _, language, kind = path  # facts, mentions
    return ROLE_OF.get(kind, kind), term.gloss, language


# ---------------------------------------------------------------- faults


def _clashes(every: Iterable[Listed]) -> Iterator[Fault]:
    alike: dict[tuple[str, str], dict[int, Listed]] = defaultdict(dict)
    for one in every:
        for spelling in one.spelled():
            alike[one.language, key_of(spelling)][id(one)] = one
    told: set[tuple[int, int]] = set()
    for (_, spelling), some in alike.items():
        for one, two in combinations(some.values(), 2):
            why = "" if (id(one), id(two)) in told else _contradiction(one, two)
            if why:
                told.add((id(one), id(two)))
                yield Fault("clash", spelling, why, (one, two))


def _contradiction(one: Listed, two: Listed) -> str:
    """Why no word of a language can say both; "" where one can."""
    roles = {one.role, two.role}
    if roles == {"topic"}:
        return _of_topics(one, two)
    if roles in _CONTRARY:
        return f"{one.role} and {two.role}" if not (one.value and two.value) or one.value == two.value else ""
    if len(roles) == 1 and roles <= _NAMES_ONE and one.value != two.value:
        means_both = one.role == "country" and one.term.gloss and one.term.gloss == two.term.gloss
        return "" if means_both else f"{one.value or one.role} and {two.value or two.role}"
    return _of_glosses(one, two) if one.path == two.path else ""


def _of_topics(one: Listed, two: Listed) -> str:
    if one.value == two.value:
        return f"{one.strength} and {two.strength}" if one.strength != two.strength else _of_glosses(one, two)
    return "" if one.strength == two.strength == "weak" else f"{one.value} and {two.value}"


def _of_glosses(one: Listed, two: Listed) -> str:
    """Of terms with the same capitals: the one may ask for those that the other does without."""
    glosses = (one.term.gloss, two.term.gloss)
    if glosses[0] == glosses[1] or shape(one.term.text) != shape(two.term.text):
        return ""
    return " and ".join(each or "no meaning" for each in glosses)


def _never(every: Iterable[Listed], rules: Rules) -> Iterator[Fault]:
    for one in every:
        for spelling in one.spelled() if one.is_looked_for else ():
            hits = rules.matcher.find(spelling, one.language or None)
            if not any(_says(each, one.role, one.value) for each in hits):
                yield Fault("never fires", spelling, "is not found in a text made of it", (one,))
            elif one.role in _HIDDEN and any(
                _says(each, "exclude") and each.end - each.start >= len(spelling) for each in hits
            ):
                yield Fault("never fires", spelling, "an exclusion hides it", (one,))


def _says(hit: Hit, role: str, value: str | None = None) -> bool:
    return any(sense.role == role and value in (None, sense.value) for sense in hit.senses)


def _twice(every: Iterable[Listed]) -> Iterator[Fault]:
    """Terms whose every spelling is one of other terms of their list, the shortest first."""
    lists: dict[Path, list[Listed]] = defaultdict(list)
    for one in every:
        lists[one.path].append(one)
    for some in lists.values():
        owners: dict[tuple[str, str, str], list[Listed]] = defaultdict(list)
        for one in some:
            for spelling in _keys(one):
                owners[spelling].append(one)
        for one in sorted(some, key=lambda each: len(_keys(each))):
            others = [next((each for each in owners[at] if each is not one), None) for at in _keys(one)]
            if others[0] is not None and None not in others:
                for at in _keys(one):
                    owners[at].remove(one)
                yield Fault("twice", one.term.text, f"{others[0].term.text} says it already", (one, others[0]))


def _keys(one: Listed) -> list[tuple[str, str, str]]:
    """Its spellings as they are looked for, with the capitals that they ask for and what they mean."""
    return sorted({(key_of(each), shape(each), one.term.gloss) for each in forms(one.term.text)})
