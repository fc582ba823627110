"""Templates of alerts that operators edit."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alert_samples import NEWSROOM, SEEN, delivery, finding, notice
from monitor.alert.channel import Message
from monitor.alert.message import alert, bundle
from monitor.alert.samples import samples, template_fault
from monitor.alert.template import shipped
from monitor.config.templates import NAMES

NOW = SEEN + timedelta(minutes=1)


def told(name: str, text: str, **fields: object) -> Message:
    """The alert or notice as this template arranges it."""
    newsroom = replace(NEWSROOM, templates={name: text})
    subject = notice() if name == "notice" else finding()
    return alert(delivery(subject, **fields), newsroom, NOW)  # type: ignore[arg-type]


@pytest.mark.parametrize("language", ["en", "km", "ja"])
@pytest.mark.parametrize("name", NAMES)
def test_shipped_templates_are_good(name: str, language: str) -> None:
    """What we ship passes the test that operators' own must pass."""
    assert template_fault(name, shipped(name), language) is None


def test_an_operator_arranges_an_alert() -> None:
    """Values, words of the newsroom's own, questions and lists; quotations are still shown as quotations."""
    message = told(
        "alert",
        "{{ level }}: {{ source | upper }} {{ change | lower }}\n\n"
        "{% if side == 'JP' %}Desk Tokyo, please look.{% endif %}\n{{ quotes }}\n{{ why | join('; ') }}",
    )
    assert message.title == "URGENT: MINISTRY OF RIVERS new"
    assert message.body.splitlines()[:3] == [
        "Desk Tokyo, please look.",
        "“… The Harbour Track will begin as early as early September. …”",
        "Why: Harbour Track [entry scheme]; Cambodia named",
    ]
    assert message.items[0].passages


def test_no_template_loses_what_a_reader_cannot_do_without() -> None:
    """The link, the alert's ID and the marks of a demo, a follow-up and a repeat are there whatever it gives."""
    row = delivery(finding(), follow_up=True)
    newsroom = replace(NEWSROOM, templates={"alert": "News"})
    message = alert(row, newsroom, NOW, label="DEMO", repeat=True)
    assert message.title == "DEMO · FOLLOW-UP · News (may be a repeat)"
    assert message.body == f"https://rivers.test/posts/1          {row.alert}"


def test_notices_and_digests() -> None:
    """Notices and the first line of a digest have templates of their own."""
    assert told("notice", "Ops! {{ text }}\n{{ mend }}").body.startswith("To do: use another address\n")
    newsroom = replace(NEWSROOM, templates={"digest": "{{ counts | upper }}"})
    (message,) = bundle([delivery(finding()), delivery(notice())], newsroom, NOW)
    assert message.title == "1 NEW, 1 NOTICE"


@pytest.mark.parametrize(
    ("text", "line", "why"),
    [
        ("{{ side }", 1, "unexpected"),
        ("{{ side }}\n\n{{ nobody }}", 3, 'no value "nobody"'),
        ("{{ side }}\n{{ side.__class__ }}", 2, "unsafe"),
        ("{{ change }}\n{{ why.first }}", 2, "no attribute"),
        ("{{ change }}\n{% for a in why %}{% for b in why %}x{% endfor %}{% endfor %}", 2, "a loop in a loop"),
        ("{{ change }}\n{{ range(9999999) }}", 2, "Call is not allowed"),
        ("{{ change }}\n{% for a in why recursive %}{{ loop(why) }}{% endfor %}", 2, "not allowed"),
        ("{{ change }}\n{{ 'x' * 999999999 }}", 2, "Mul is not allowed"),
        ("{{ change }}\n{% set x = why %}", 2, "Assign is not allowed"),
        ("{{ change }}\n{% include 'other' %}", 2, "Include is not allowed"),
        ("{{ change }}\n{{ why | pprint }}", 2, "No filter"),
        ("{{ change }}{% for a in times %}" + "x" * 9000 + "{% endfor %}", 1, "more than 10000 characters"),
        ("x" * 10_001, 1, "10001 characters"),
        ("", 1, "the first line must carry the news"),
        ("{% if what == 'new' %}News{% endif %}", 1, "filled in for edited"),
        ("{{ quotes }}", 1, "the first line must carry the news"),
        ("{{ " + "(" * 500, 1, ""),
    ],
)
def test_a_bad_template_is_told_with_its_line(text: str, line: int, why: str) -> None:
    """Syntax, a name that does not exist, a reach into Python, a loop without end, too long a text: where, and why."""
    found = template_fault("alert", text, "en")
    assert found is not None
    assert found[0] == line
    assert why in found[1]


def test_a_template_that_fails_later_is_replaced_by_the_shipped_one() -> None:
    """What no sample showed does not stop an alert."""
    message = told("alert", "{{ change }}\n{{ times[7] }}")
    assert message.title == "JP · NEW · travel · URGENT — Ministry of Rivers (Facebook)"


def test_what_a_template_says_is_plain_words() -> None:
    """A template can make no link, mention or markup: each channel escapes its words as it does all others."""
    message = told("alert", "{{ change }}\n@everyone <!channel> [x](https://evil.test)\n\x1b[31m\u202e{{ title }}")
    assert message.fit(500, lambda words: words.replace("@", "(at)")).splitlines()[0].startswith("(at)everyone")
    assert not set(message.body) & set("\x1b\u202e")


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet=st.sampled_from("{}%|()[].'\n ab") | st.characters(), max_size=80))
def test_any_text_is_a_template_or_a_fault(text: str) -> None:
    """Whatever stands in the file, loading it ends, and what is good fills in every sample."""
    fault = template_fault("digest", text, "en")
    assert fault is None or fault[0] >= 1


def test_every_value_is_documented() -> None:
    """The operators' page names each value that a template is given."""
    from pathlib import Path

    page = (Path(__file__).parents[2] / "docs" / "operators" / "templates.md").read_text(encoding="utf-8")
    for name in NAMES:
        for _, values in samples(name, "en"):
            assert all(f"`{value}`" in page for value in values), (name, sorted(values))
