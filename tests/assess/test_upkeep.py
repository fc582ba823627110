"""Terms that contradict each other, never fire or stand twice."""

from pathlib import Path

import pytest

from monitor.assess.known import KnownFile, OfficesFile
from monitor.assess.rules import compile_rules
from monitor.assess.upkeep import faults, silent
from monitor.assess.words import Words
from monitor.config.complaints import Complaints
from monitor.config.words import laid, load_words, own_files


def write(folder: Path, name: str, text: str) -> None:
    """A file of a newsroom's own words."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def words_in(folder: Path) -> Words:
    """The words of the folder alone, without those that ship."""
    made = laid(own_files(folder, Complaints()))
    return Words(
        topics=made["topics"],
        countries={code: each for file in made["countries"].values() for code, each in file.countries.items()},
        languages={},
        facts=made["facts"],
        mentions={},
        offices=OfficesFile(),
        schemes=KnownFile(),
        organisations=KnownFile(),
        places=KnownFile(),
        weights=load_words().weights,
    )


def found(folder: Path) -> set[tuple[str, str, str]]:
    """What is wrong with the words of the folder."""
    words = words_in(folder)
    return {(each.kind, each.spelling, each.why) for each in faults(words, compile_rules(words, ()))}


RIVERS = "terms:\n  en:\n    {}: |\n      ferry licence(s)\n    {}: |\n      {}\n"


@pytest.mark.parametrize(
    ("one", "two", "term", "fault"),
    [
        ("strong", "weak", "Ferry Licence", ("clash", "ferry licence", "strong and weak")),
        ("weak", "against", "ferry licences", ("clash", "ferry licences", "topic and against")),
        ("strong", "exclude", "ferry licence", ("clash", "ferry licence", "topic and exclude")),
    ],
)
def test_a_term_that_says_two_things_of_one_topic(
    tmp_path: Path, one: str, two: str, term: str, fault: tuple[str, str, str]
) -> None:
    """A spelling that speaks for a topic in two ways, or for it and against it, is a clash, whatever its capitals."""
    write(tmp_path, "topics/rivers.yaml", RIVERS.format(one, two, term))
    assert fault in found(tmp_path)


def test_a_term_of_two_topics(tmp_path: Path) -> None:
    """A word speaks strongly for one topic alone; what is weak in each may be weak in both."""
    for topic in ("rivers", "bridges"):
        write(tmp_path, f"topics/{topic}.yaml", "terms: {en: {strong: ferry licence, weak: ford}}\n")
    assert found(tmp_path) == {("clash", "ferry licence", "bridges and rivers")}


def test_a_name_of_two_countries(tmp_path: Path) -> None:
    """A name is that of one country, unless both say by the same meaning that it stands for both."""
    words = "countries:\n  {}: {{names: {{en: [Riverland, Ferry Talks = talks of both]}}}}\n"
    write(tmp_path, "countries/one.yaml", words.format("KH"))
    write(tmp_path, "countries/two.yaml", words.format("JP"))
    assert found(tmp_path) == {("clash", "riverland", "KH and JP")}


def test_a_term_that_an_exclusion_hides(tmp_path: Path) -> None:
    """A term that is an exclusion in another language never fires, and is named."""
    write(
        tmp_path,
        "topics/rivers.yaml",
        "terms:\n  fr: {strong: '(grand|petit) gué'}\n  en: {exclude: petit gué}\n",
    )
    assert found(tmp_path) == {("never fires", "petit gué", "an exclusion hides it")}


def test_a_term_that_is_no_text(tmp_path: Path) -> None:
    """A term of nothing but marks cannot be found in a text, and is named."""
    write(tmp_path, "topics/rivers.yaml", 'terms: {en: {strong: ["\\u200b"]}}\n')
    assert {(kind, why) for kind, _, why in found(tmp_path)} == {("never fires", "is not found in a text made of it")}


def test_a_term_that_stands_twice(tmp_path: Path) -> None:
    """A term of which others of its list say every spelling is superfluous; one that adds a spelling is not."""
    write(
        tmp_path,
        "topics/rivers.yaml",
        "terms:\n  en:\n    strong: |\n      ferry licence(s)\n      fords\n      ford(s)\n"
        "      ferry-licence\n      ferry‐licence\n",
    )
    assert {spelling for _, spelling, _ in found(tmp_path)} == {"fords", "ferry-licence"}


def test_two_meanings(tmp_path: Path) -> None:
    """A word of figures, too, is worth one thing."""
    write(tmp_path, "facts/en.yaml", "scales: |\n  riverload = 12\n  riverload = 20\n")
    assert found(tmp_path) == {("clash", "riverload", "12 and 20")}


def test_terms_that_stand_in_no_text(tmp_path: Path) -> None:
    """Over given texts, terms that none of them holds are listed; of languages without a text, nothing is said."""
    write(tmp_path, "topics/rivers.yaml", "terms: {en: {strong: [ferry licence(s), ford]}, km: {strong: [ទូក]}}\n")
    words = words_in(tmp_path)
    quiet = silent(words, compile_rules(words, ()), [("Two Ferry Licences", "The office has given two of them.")])
    assert [each.term.text for each in quiet] == ["ford"]
