"""What is probably not meant in the newsroom's own `offices.yaml`, and of whose pages: warnings of `config check`."""

from collections.abc import Collection, Iterable, Iterator
from difflib import get_close_matches

from monitor.assess.known import OfficesFile, Tenure
from monitor.assess.words import Words
from monitor.config.complaints import Complaints
from monitor.config.document import Document, Where, parse
from monitor.config.sources import Sources
from monitor.config.words import WordFile, words_of


def doubtful_offices(own: tuple[WordFile, ...]) -> Iterator[str]:
    """One line for each term of office that another's overlaps, and for each office that no language has a word for."""
    for each in own:
        document = parse(each.shown, each.text, Complaints(), {}) if each.kind == "offices" else None
        if document is not None and isinstance(document.tree, dict):
            words = words_of(own)
            yield from _overlapping(document, words.offices)
            yield from _unnamed(document, _called(words))


def unknown_people(sources: Sources, own: tuple[WordFile, ...]) -> Iterator[str]:
    """One line for each source that is the page of a person whom nobody knows."""
    pages = [source for source in sources.sources if source.person is not None]
    people = words_of(own).offices.people if pages else {}
    for page in pages:
        if page.person not in people:
            near = get_close_matches(str(page.person), people, 1)
            mend = f"did you mean {near[0]}?" if near else "add the person to config/offices.yaml"
            yield f'{sources.places[page.id]}: person: "{page.person}" stands in no offices.yaml: {mend}'


def _overlapping(document: Document, file: OfficesFile) -> Iterator[str]:
    terms = [(name, term) for name, person in file.people.items() for term in person.offices]
    for where, name, term in _own(document):
        for other, theirs in terms:
            if other != name and theirs.overlaps(term):
                yield (
                    f"{document.spot(where)}: {name} and {other} are both {term.office} of {term.country} at one time: "
                    "mend from and to"
                )


def _unnamed(document: Document, called: Collection[str]) -> Iterator[str]:
    for where, _, term in _own(document):
        if term.office not in called:
            yield (
                f'{document.spot(where)}: no language has a word for the office "{term.office}", so that a family name '
                "beside it is not understood: add one to offices in mentions/"
            )


def _own(document: Document) -> Iterator[tuple[Where, str, Tenure]]:
    """Each term of office in a file that was checked, with its place and holder."""
    for name, person in (document.tree.get("people") or {}).items():
        for number, term in enumerate((person or {}).get("offices") or ()):
            yield ("people", name, "offices", number), name, Tenure.model_validate(term)


def _called(words: Words) -> frozenset[str]:
    """How the languages gloss offices."""
    found: Iterable[str] = (term.gloss for mention in words.mentions.values() for term in mention.offices)
    return frozenset(found)
