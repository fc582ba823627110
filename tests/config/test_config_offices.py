"""Who holds which office: what ships, what a newsroom adds, and what is told of faults."""

from datetime import date
from itertools import combinations
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from config_files import SOURCES, loaded, write
from monitor.assess.named import Registry
from monitor.config.schema import schema
from monitor.config.words import load_words
from monitor.errors import ConfigError

RIVER = "people:\n  river-anna:\n    names: {en: 'River, Anna'}\n    offices:\n"


def offices(*terms: str) -> str:
    """An offices.yaml of one invented person."""
    return RIVER + "".join(f"      - {{{term}}}\n" for term in terms)


def test_no_shipped_terms_of_one_office_overlap() -> None:
    """Where two people follow each other in an office, the one has left it when the other holds it."""
    terms = [(name, term) for name, person in load_words().offices.people.items() for term in person.offices]
    for (one, held), (two, other) in combinations(terms, 2):
        assert one == two or not held.overlaps(other), (one, two)


def test_every_shipped_office_has_a_word() -> None:
    """Each office of the registry is one that some language glosses."""
    words = load_words()
    called = {term.gloss for mention in words.mentions.values() for term in mention.offices}
    held = {term.office for person in words.offices.people.values() for term in person.offices}
    assert held - called == {
        "secretary general of the council for the development of cambodia",
        "director general of the cambodian mine action centre",
    }


def test_the_registry_tells_who_held_an_office_on_a_day() -> None:
    """One person held the foreign ministry twice; the day tells it from the years between."""
    registry = Registry(load_words())
    family = ["motegi-toshimitsu"]
    assert registry.holder(family, ["foreign minister"], date(2020, 8, 22)) == "motegi-toshimitsu"
    assert registry.holder(family, ["foreign minister"], date(2023, 1, 1)) is None
    assert registry.holder(family, ["foreign minister"], date(2025, 12, 1)) == "motegi-toshimitsu"


def test_a_newsroom_adds_and_removes_people(tmp_path: Path) -> None:
    """What stands in config/offices.yaml is added to what ships; `remove` takes a shipped person away."""
    text = offices("office: king, country: JP, from: 2030, to: 2031-05") + "remove: [aso-taro]\n"
    write(tmp_path, offices_yaml=text)
    people = load_words(tmp_path / "config").offices.people
    assert "river-anna" in people
    assert people.keys() - load_words().offices.people.keys() == {"river-anna"}
    assert load_words().offices.people.keys() - people.keys() == {"aso-taro"}
    assert not [told for told in loaded(tmp_path).warnings if "offices.yaml" in told]


@pytest.mark.parametrize(
    ("term", "told"),
    [
        ("office: health minister, country: Cambodia", r"offices\.yaml:5:44: country"),
        ("office: health minister, country: KH, from: 2021-13", r"offices\.yaml:5:54: from: .*no calendar"),
        ("office: health minister, country: KH, from: soon", r"offices\.yaml:5:54: from: .*2020-09-16"),
        ("office: health minister, country: KH, from: 2022, to: 2021", r"offices\.yaml:5:9: .*before it begins"),
        ("office: health minister, country: KH, form: 2022", r"offices\.yaml:5:48: .*did you mean \"from\""),
    ],
)
def test_a_fault_is_told_with_its_place(tmp_path: Path, term: str, told: str) -> None:
    """A wrong country, day or key in offices.yaml is named by line and column."""
    write(tmp_path, offices_yaml=offices(term))
    with pytest.raises(ConfigError, match=told):
        loaded(tmp_path)


def test_terms_that_overlap_are_warned_of(tmp_path: Path) -> None:
    """Two people who hold one office of one country at once; to hand over on one day is none."""
    write(tmp_path, offices_yaml=offices("office: prime minister, country: JP, from: 2021-01, to: 2021-02"))
    [told] = [each for each in loaded(tmp_path).warnings if "offices.yaml" in each]
    assert "offices.yaml:5:9: river-anna and suga-yoshihide are both prime minister of JP" in told


def test_an_office_that_no_language_names_is_warned_of(tmp_path: Path) -> None:
    """A family name beside an office that no word is known for could not be understood."""
    write(tmp_path, offices_yaml=offices("office: keeper of the weir, country: KH"))
    [told] = [each for each in loaded(tmp_path).warnings if "offices.yaml" in each]
    assert 'no language has a word for the office "keeper of the weir"' in told


def test_the_schema_knows_offices() -> None:
    """An editor that checks against the schema takes names as blocks or lists, and marks an unknown key."""
    check = Draft202012Validator(schema("offices"))
    term = {"office": "king", "country": "KH", "from": 2004}
    person = {"names": {"en": "River, Anna", "ja": ["川原, 杏奈"]}, "offices": [term]}
    assert not list(check.iter_errors({"people": {"river-anna": person}}))
    assert list(check.iter_errors({"people": {"river-anna": {**person, "born": 1970}}}))


def test_a_page_of_nobody_is_warned_of(tmp_path: Path) -> None:
    """A person who stands in no offices.yaml is named with the place of the source, and the one that was meant."""
    page = SOURCES + "    person: river-ana\n"
    write(tmp_path, page, offices_yaml=offices("office: king, country: JP"))
    (warning,) = [told for told in loaded(tmp_path).warnings if "person" in told]
    assert warning.endswith('person: "river-ana" stands in no offices.yaml: did you mean river-anna?')
    write(tmp_path, page.replace("river-ana", "river-anna"), offices_yaml=offices("office: king, country: JP"))
    config = loaded(tmp_path)
    assert not [told for told in config.warnings if "person" in told]
    assert config.sources[0].byline.person == "river-anna"
