"""The rules of assessment: all words in one automaton, with the weights of the signs."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256

from monitor.assess import names
from monitor.assess.facts.vocabulary import Vocabularies
from monitor.assess.matcher import Matcher, Sense, shape
from monitor.assess.named import Registry
from monitor.assess.named import terms as of_names
from monitor.assess.terms import Term, forms
from monitor.assess.ways import Ways
from monitor.assess.words import TopicTerms, Weights, Words

_BRACKETS = re.compile(r"[(（\[].*?(?:[)）\]]|$)")


@dataclass(frozen=True, slots=True)
class Rules:
    """What `assess` needs, built once; `fingerprint` changes when a word or a weight does."""

    matcher: Matcher
    topics: Mapping[str, frozenset[str]]  #: topic -> the stances that make it urgent
    sums: Mapping[str, Mapping[str, float]]  #: topic -> currency -> the sum that makes it urgent
    offices: Mapping[str, frozenset[str]]  #: topic -> the offices whose word makes it urgent
    ways: Mapping[str, Ways]  #: language -> its words for where something goes
    implies: Mapping[str, str]  #: language -> the country that it speaks from
    weights: Weights
    facts: Vocabularies
    registry: Registry
    fingerprint: str


def compile_rules(words: Words, countries: Iterable[str] | None = None) -> Rules:
    """Rules that know `countries` (those of the beats; None: all) by their names in every language.

    The others are known by their names in the languages that `words` has a file for, so that "aid to a third country"
    is recognised as such.
    """
    wanted = names.codes() if countries is None else names.codes() & set(countries)
    weights = words.weights
    return Rules(
        matcher=Matcher(_terms(words, wanted)),
        topics={topic: frozenset(words.topics[topic].urgent_when) for topic in sorted(words.topics)},
        sums={topic: words.topics[topic].urgent_from for topic in sorted(words.topics)},
        offices={topic: frozenset(words.topics[topic].urgent_by) for topic in sorted(words.topics)},
        ways={code: Ways(each.toward, each.joins) for code, each in sorted(words.languages.items()) if each.toward},
        implies={code: each.implies for code, each in sorted(words.languages.items()) if each.implies},
        weights=weights,
        facts=Vocabularies(words.facts),
        registry=Registry(words),
        fingerprint=sha256(f"{words.model_dump_json()}{sorted(wanted)}".encode()).hexdigest()[:16],
    )


def _terms(words: Words, wanted: Collection[str]) -> Iterator[tuple[str, Sense]]:
    for topic, topic_words in words.topics.items():
        for language, terms in topic_words.terms.items():
            yield from _of_topic(topic, language, terms)
            vague = [term for term in terms.weak if set(topic_words.vague) & {term.gloss, *forms(term.text)}]
            yield from _each(vague, Sense("vague", topic, language=language))
    for file_language, language_words in words.languages.items():
        groups = {
            "amount": language_words.amount,
            "giving": language_words.giving,
            "lender": language_words.lenders,
            "courtesy": language_words.courtesy,
            "domestic": language_words.domestic,
            "routine": language_words.routine,
            "other": language_words.other,
            "exclude": language_words.exclude,
        }
        for role, found in groups.items():
            yield from _each(found, Sense(role, "", language=file_language))
        for stance, found in language_words.stance.items():
            yield from _each(found, Sense("stance", stance, language=file_language))
    for code, country in words.countries.items():
        for language, found in country.names.items():
            yield from _each(found, Sense("country", code, language=language))
        for topic, found in country.agencies.items():
            yield from _each(found, Sense("agency", code, topic=topic))
    yield from of_names(words)
    known = sorted(words.languages)
    others = [each for each in names.languages() if each not in words.languages]
    yield from _named(names.codes(), known)
    yield from _named(wanted, others)


def _of_topic(topic: str, language: str, terms: TopicTerms) -> Iterator[tuple[str, Sense]]:
    yield from _each(terms.urgent, Sense("topic", topic, "urgent", language=language))
    yield from _each(terms.strong, Sense("topic", topic, "strong", language=language))
    yield from _each(terms.weak, Sense("topic", topic, "weak", language=language))
    yield from _each(terms.against, Sense("against", topic, language=language))
    yield from _each(terms.exclude, Sense("exclude", topic, language=language))


def _each(terms: Iterable[Term], sense: Sense) -> Iterator[tuple[str, Sense]]:
    for term in terms:
        for form in forms(term.text):
            yield (
                form,
                Sense(sense.role, sense.value, sense.strength, sense.topic, sense.language, term.gloss, shape(form)),
            )


def _named(codes: Collection[str], languages: Collection[str]) -> Iterator[tuple[str, Sense]]:
    """Names without what CLDR adds in brackets: that of Hong Kong is China."""
    for code, language, name in names.names(codes, languages):
        part = _BRACKETS.sub("", name).strip()
        if len(part) > 1:
            yield part, Sense("country", code, language=language, gloss=names.name(code), shape=shape(part))
