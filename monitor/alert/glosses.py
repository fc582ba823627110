"""What terms of all languages mean in one: told by the shipped terms of that language that have the same meaning."""

from collections.abc import Iterable, Iterator, Mapping
from functools import cache

from monitor.assess.terms import Term, forms
from monitor.assess.words import Words
from monitor.config.words import load_words


@cache
def from_terms(language: str) -> Mapping[str, str]:
    """English gloss -> a term with it in this language; none for English, in which they are."""
    found: dict[str, str] = {}
    for term in _terms(load_words(), language) if language != "en" else ():
        found.setdefault(term.gloss.casefold(), min(forms(term.text), key=len))
    return found


def _terms(words: Words, language: str) -> Iterator[Term]:
    """Terms with a gloss: of topics, of what belongs to the language, of offices."""
    lists: list[Iterable[Term]] = []
    for topic in words.topics.values():
        of = topic.terms.get(language)
        lists += [of.strong, of.urgent, of.weak] if of else []
    own = words.languages.get(language)
    lists += [*own.stance.values(), own.giving, own.lenders] if own else []
    offices = words.mentions.get(language)
    lists += [offices.offices] if offices else []
    return (term for terms in lists for term in terms if term.gloss)
