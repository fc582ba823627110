"""The words of the assessment: those that ship, and over them what the newsroom's own files say."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel

from monitor.assess.fact_words import FactWords
from monitor.assess.known import Known, KnownFile, MentionWords, OfficesFile, Person
from monitor.assess.rules import Rules, compile_rules
from monitor.assess.terms import Term
from monitor.assess.words import (
    CountryFile,
    CountryWords,
    LanguageWords,
    TopicTerms,
    TopicWords,
    Weights,
    Words,
)
from monitor.config.checked import checked
from monitor.config.complaints import Complaints
from monitor.config.document import parse, read_text
from monitor.errors import ConfigError

WORD_FOLDERS: dict[str, type[BaseModel]] = {
    "topics": TopicWords,
    "countries": CountryFile,
    "languages": LanguageWords,
    "facts": FactWords,
    "mentions": MentionWords,
}
"""What stands in each folder of words."""
WORD_FILES: dict[str, type[BaseModel]] = {
    "offices": OfficesFile,
    "schemes": KnownFile,
    "organisations": KnownFile,
    "places": KnownFile,
    "weights": Weights,
}
"""What stands in each file of words that lies in no folder."""
_HOLD_TERMS: tuple[type[BaseModel], ...] = (
    *WORD_FOLDERS.values(),
    *(TopicTerms, CountryWords, OfficesFile, Person, KnownFile, Known),
)
_MODELS = WORD_FOLDERS | WORD_FILES
Model = TypeVar("Model", bound=BaseModel)
_QUICK = yaml.CBaseLoader if yaml.__with_libyaml__ else yaml.BaseLoader


@dataclass(frozen=True, slots=True)
class WordFile:
    """One file of words: of which kind, what it is called, how it is shown to people, what stands in it."""

    kind: str
    name: str
    shown: str
    text: str


def load_words(overlay: Path | None = None) -> Words:
    """The shipped words, with those of `overlay` (the folder `config/`) added: `topics/`, `countries/`, `languages/`,
    `facts/`, `mentions/`, and the files that lie in none of them.

    A file there adds its terms to the shipped file of the same name, and takes away those that its `remove` lists.
    Raises ConfigError with file, line and column for each fault.
    """
    complaints = Complaints()
    own = own_files(overlay, complaints) if overlay is not None else ()
    complaints.settle()
    return words_of(own)


def word_paths(overlay: Path) -> list[Path]:
    """The files of words in the newsroom's folder, in the order in which they are laid over the shipped ones."""
    found = [path for kind in WORD_FOLDERS for path in sorted((overlay / kind).glob("*.y*ml"))]
    single = (overlay / f"{name}.yaml" for name in WORD_FILES)
    return [path for path in (*found, *single) if path.is_file()]


def own_files(overlay: Path, complaints: Complaints) -> tuple[WordFile, ...]:
    """What the newsroom's own files of words hold, read and not yet checked."""
    texts = ((path, read_text(path, complaints, "check who may read it")) for path in word_paths(overlay))
    return tuple(_word_file(path, str(path), text) for path, text in texts if text is not None)


def checked_topics(own: tuple[WordFile, ...]) -> tuple[frozenset[str], tuple[str, ...]]:
    """The topics that there are words for, and what is wrong with the newsroom's own words.

    The shipped words are left unread: most commands need no more of them.
    """
    shipped = {path.name.rpartition(".")[0] for path in (files("monitor") / "words" / "topics").iterdir()}
    topics = frozenset(shipped | {each.name for each in own if each.kind == "topics"})
    try:
        laid(own)
    except ConfigError as error:
        return topics, error.complaints
    return topics, ()


@lru_cache(maxsize=4)
def words_of(own: tuple[WordFile, ...]) -> Words:
    """The shipped words with these files laid over them. Raises ConfigError."""
    made = laid(own, over=shipped_words())
    return Words(
        topics=made["topics"],
        countries=_by_country(made["countries"].values()),
        languages=made["languages"],
        facts=made["facts"],
        mentions=made["mentions"],
        **{name: made[name][name] for name in WORD_FILES},
    )


@cache
def shipped_words() -> dict[str, dict[str, Any]]:
    """What the files that ship say, by kind and name.

    Read by a reader in C: it types and checks nothing, but the models do, and tests read these files by ours too."""
    made: dict[str, dict[str, Any]] = {kind: {} for kind in _MODELS}
    for each in shipped_files():
        tree = yaml.load(each.text, _QUICK)  # noqa: S506 - a base loader makes text, lists and keys alone
        made[each.kind][each.name] = _MODELS[each.kind].model_validate(tree)
    return made


def laid(
    word_files: Iterable[WordFile], over: Mapping[str, Mapping[str, Any]] | None = None
) -> dict[str, dict[str, Any]]:
    """What the files say, by kind and name, added to what is there already. Raises ConfigError."""
    made = {kind: dict(over[kind]) if over else {} for kind in _MODELS}
    complaints = Complaints()
    for each in word_files:
        document = parse(each.shown, each.text, complaints, {})
        if document is None or document.tree is None:
            continue
        found = checked(_MODELS[each.kind], document, ())
        if found is not None:
            made[each.kind][each.name] = _over(made[each.kind].get(each.name), found)
    complaints.settle()
    return made


@lru_cache(maxsize=8)
def rules_of(own: tuple[WordFile, ...], countries: frozenset[str]) -> Rules:
    """The rules for these countries; an edit of other files finds them made already."""
    return compile_rules(words_of(own), countries)


def shipped_files() -> Iterator[WordFile]:
    """The files of words that ship."""
    folder = files("monitor") / "words"
    for kind in WORD_FOLDERS:
        for path in sorted((folder / kind).iterdir(), key=lambda each: each.name):
            yield _word_file(path, f"words/{kind}/{path.name}", path.read_text(encoding="utf-8"))
    for name in WORD_FILES:
        path = folder / f"{name}.yaml"
        yield _word_file(path, f"words/{path.name}", path.read_text(encoding="utf-8"))


def _word_file(path: Traversable, shown: str, text: str) -> WordFile:
    name = path.name.rpartition(".")[0]
    folder = Path(shown).parent.name
    return WordFile(folder if folder in WORD_FOLDERS else name, name, shown, text)


def _over(shipped: Model | None, more: Model) -> Model:
    """The shipped file with another laid over it: lists of terms are joined, single values replaced."""
    removed = frozenset(getattr(more, "remove", ()))
    return more if shipped is None else _joined(_without(shipped, removed), more)


def _joined(one: Any, two: Any) -> Any:
    if isinstance(one, BaseModel) and isinstance(two, BaseModel):
        said = two.model_fields_set - {"remove"}
        return one.model_copy(update={key: _joined(getattr(one, key), getattr(two, key)) for key in said})
    if isinstance(one, dict) and isinstance(two, dict):
        return {**one, **{key: _joined(one[key], each) if key in one else each for key, each in two.items()}}
    if isinstance(one, tuple) and isinstance(two, tuple):
        return (*one, *two)
    return two


def _without(node: Any, removed: frozenset[str]) -> Any:
    if isinstance(node, tuple):
        return tuple(each for each in node if (each.text if isinstance(each, Term) else each) not in removed)
    if isinstance(node, dict):
        kept = {key: each for key, each in node.items() if key not in removed or not isinstance(each, Person | Known)}
        return {key: _without(each, removed) for key, each in kept.items()}
    if isinstance(node, _HOLD_TERMS):
        return node.model_copy(update={key: _without(getattr(node, key), removed) for key in type(node).model_fields})
    return node


def _by_country(found: Iterable[CountryFile]) -> dict[str, CountryWords]:
    countries: dict[str, CountryWords] = {}
    for each in found:
        for code, words in each.countries.items():
            countries[code] = _joined(countries[code], words) if code in countries else words
    return countries
