"""The words of the assessment: those that ship, and over them what the newsroom's own files say."""

from collections.abc import Iterable, Iterator, Mapping
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from monitor.assess.words import CountryFile, CountryWords, LanguageWords, Term, TopicTerms, TopicWords, Weights, Words
from monitor.errors import ConfigError

_LARGEST = 2_000_000
Model = TypeVar("Model", bound=BaseModel)


def load_words(overlay: Path | None = None) -> Words:
    """The shipped words, with those of `overlay` (the folder `config/`) added: `topics/`, `countries/`, `languages/`.

    A file there adds its terms to the shipped file of the same name, and takes away those that its `remove` lists.
    Raises ConfigError with file and line for each fault.
    """
    folders: list[Traversable | Path] = [files("monitor") / "words", *([overlay] if overlay is not None else [])]
    complaints: list[str] = []
    topics: dict[str, TopicWords] = {}
    countries: dict[str, CountryFile] = {}
    languages: dict[str, LanguageWords] = {}
    for folder in folders:
        for name, topic in _read(folder, "topics", TopicWords, complaints):
            topics[name] = _over(topics.get(name), topic)
        for name, country in _read(folder, "countries", CountryFile, complaints):
            countries[name] = _over(countries.get(name), country)
        for name, language in _read(folder, "languages", LanguageWords, complaints):
            languages[name] = _over(languages.get(name), language)
    weights = [found for folder in folders for found in _one(folder / "weights.yaml", Weights, complaints)]
    if complaints:
        raise ConfigError(tuple(complaints))
    return Words(topics=topics, countries=_by_country(countries.values()), languages=languages, weights=weights[-1])


def _read(
    folder: Traversable | Path, kind: str, model: type[Model], complaints: list[str]
) -> Iterator[tuple[str, Model]]:
    within = folder / kind
    if not within.is_dir():
        return
    for path in sorted(within.iterdir(), key=lambda each: each.name):
        if path.name.endswith((".yaml", ".yml")):
            for found in _one(path, model, complaints):
                yield path.name.rpartition(".")[0], found


def _one(path: Traversable | Path, model: type[Model], complaints: list[str]) -> Iterator[Model]:
    """The model in a file; nothing when there is no such file, or it is faulty (then complaints say why)."""
    if not path.is_file():
        return
    text = path.read_text(encoding="utf-8")
    shown = str(path) if isinstance(path, Path) else path.name
    if len(text) > _LARGEST:
        complaints.append(f"{shown}: larger than {_LARGEST} characters")
        return
    try:
        yield model.model_validate(YAML(typ="safe", pure=True).load(text) or {})
    except MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        complaints.append(f"{shown}:{line}: {error.problem or 'no valid YAML'}")
    except YAMLError as error:
        complaints.append(f"{shown}:1: {error}")
    except ValidationError as error:
        places = YAML(typ="rt").load(text)
        for fault in error.errors():
            where = ".".join(str(part) for part in fault["loc"])
            complaints.append(f"{shown}:{_line(places, fault['loc'])}: {where or 'the file'}: {fault['msg']}")


def _line(node: Any, path: Iterable[int | str]) -> int:
    """The line on which the innermost known part of a path stands, from 1."""
    line = 1
    for part in path:
        position = getattr(node, "lc", None)
        if position is None or not isinstance(node, Mapping | list) or (isinstance(node, Mapping) and part not in node):
            break
        line = (position.key(part) if isinstance(node, Mapping) else position.item(part))[0] + 1
        node = node[part]  # type: ignore[index]
    return int(line)


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
        return tuple(each for each in node if not (isinstance(each, Term) and each.text in removed))
    if isinstance(node, dict):
        return {key: _without(each, removed) for key, each in node.items()}
    if isinstance(node, TopicTerms | TopicWords | CountryWords | CountryFile | LanguageWords):
        return node.model_copy(update={key: _without(getattr(node, key), removed) for key in type(node).model_fields})
    return node


def _by_country(found: Iterable[CountryFile]) -> dict[str, CountryWords]:
    countries: dict[str, CountryWords] = {}
    for each in found:
        for code, words in each.countries.items():
            countries[code] = _joined(countries[code], words) if code in countries else words
    return countries
