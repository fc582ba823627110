"""LOAD: all files into one frozen Config, or every fault in them at once."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

from monitor.config.alerts import routing_in
from monitor.config.complaints import Complaints, last_key
from monitor.config.config import Config, Need
from monitor.config.document import VARIABLE, Document, read
from monitor.config.include import included, unmatched
from monitor.config.offices import doubtful_offices, unknown_people
from monitor.config.phrases import phrases_in
from monitor.config.sources import Sources, sources_in
from monitor.config.templates import CheckTemplate, accept_template, template_paths, templates_in
from monitor.config.variables import env_file, variables
from monitor.config.warnings import warnings
from monitor.config.words import WORD_FILES, WORD_FOLDERS, checked_topics, own_files, word_paths
from monitor.errors import ConfigError
from monitor.logs import hide
from monitor.model import Routing

_MEND = "`monitor init` writes one"
_MEND_INCLUDE = "check the names after `include:`"


def accept_any(_: str) -> str | None:
    """A check of channel addresses that finds no fault: for what sends nothing."""
    return None


def load(
    sources: Path,
    folder: Path,
    environment: Mapping[str, str],
    check_channel: Callable[[str], str | None] = accept_any,
    check_template: CheckTemplate = accept_template,
) -> Config:
    """The configuration in `sources` (a file, with those that it includes) and `folder` (`config/`).

    Raises ConfigError with every complaint.
    `check_channel` says why an address cannot be used, without quoting it; `check_template` what is wrong with an
    operator's template, which is then not used. Secrets are masked in logs from here on.
    """
    complaints = Complaints()
    known = variables(sources, environment, complaints)
    file = read(sources, complaints, known, _MEND)
    alerts = read(folder / "alerts.yaml", complaints, known, _MEND)
    more = [read(path, complaints, known, _MEND_INCLUDE) for path in included(sources)]
    documents = [document for document in (file, *more, alerts) if document is not None]
    used = {name: known[name] for name in _named(documents) if known.get(name)}
    hide(used.values())
    words = own_files(folder, complaints)
    topics, faults_of_words = checked_topics(words)
    found = sources_in(file, topics, more) if file else Sources()
    routing = routing_in(alerts, found, topics, check_channel) if alerts else Routing()
    if complaints or faults_of_words or file is None or alerts is None:
        raise ConfigError((*complaints.lines, *faults_of_words))
    hide(routing.channels.values())
    own, refused = templates_in(folder, routing.newsroom.language, check_template)
    said, unsaid = phrases_in(folder, routing.newsroom.language)
    needs = tuple(need for document in documents for need in _needs(document))
    return Config(
        beats=found.beats,
        sources=found.sources,
        routing=replace(routing, newsroom=replace(routing.newsroom, templates=own, phrases=said)),
        words=words,
        warnings=(
            *warnings(file, found, alerts, routing, needs),
            *(f"{file.spot(where)}: no file fits {file.at(where)}" for where in unmatched(file, sources.parent)),
            *doubtful_offices(words),
            *unknown_people(found, words),
            *refused,
            *unsaid,
            *_unread(sources, folder),
        ),
        files=tuple(path for path in watched(sources, folder) if path.is_file()),
        needs=needs,
        variables=used,
        fingerprint=_fingerprint(repr(([each.tree for each in documents], words, own, said, refused, unsaid))),
    )


def watched(sources: Path, folder: Path) -> tuple[Path, ...]:
    """The files that a configuration is read from, those included that are not there and would count."""
    return (
        sources,
        *included(sources),
        env_file(sources),
        folder / "alerts.yaml",
        *word_paths(folder),
        *template_paths(folder),
    )


def _unread(sources: Path, folder: Path) -> Iterator[str]:
    """Files that an operator may have put into the folder in the belief that they are read."""
    read_ones = watched(sources, folder)
    for path in sorted({*folder.glob("*.y*ml"), *folder.glob("*/*.y*ml")} - {*read_ones}):
        kinds = ", ".join([*(f"{name}.yaml" for name in WORD_FILES), *(f"{kind}/" for kind in WORD_FOLDERS)])
        yield f"{path}:1:1: nobody reads this file; allowed in {folder}: alerts.yaml, {kinds}"


def _named(documents: Iterable[Document]) -> list[str]:
    texts = (text for document in documents for text in document.written.values())
    return sorted({name for text in texts for name in VARIABLE.findall(text)})


def _needs(document: Document) -> Iterator[Need]:
    for where, names in document.lacks.items():
        node = document.at(where[:2])
        if where[0] == "sources" and isinstance(node, dict):
            if node.get("enabled") is False:
                continue
            what = f'source "{node.get("id")}"'
        else:
            what = f'channel "{where[1]}"' if where[0] == "channels" else last_key(where)
        yield from (Need(name, document.spot(where), what) for name in names)


def _fingerprint(text: str) -> str:
    return sha256(re.sub(r"[\ud800-\udfff]", "?", text).encode()).hexdigest()[:16]
