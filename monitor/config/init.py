"""The files that `monitor init` writes: pure content, from what it asked."""

import json
from collections.abc import Sequence

from pydantic import ValidationError

from monitor.assess.names import name
from monitor.read import READERS

_ADVICE = "japan-travel-advice"
_SOURCES = """\
# What to poll, and which beats to follow. All keys: docs/operators/sources.md
beats:
  - id: {id}
    name: {name}
    countries: [{countries}]
    topics: [{topics}]

defaults: {{every: 10m, gap: 1s, alert_recent: 24h}}

sources:{advice}
{examples}"""
_ADVICE_SOURCE = """
  - id: safety-{code}
    name: {name}
    kind: japan-travel-advice      # open data of Japan's foreign ministry: nobody's permission is needed
    country: {upper}
    side: JP
    about: [{upper}]"""
_EXAMPLES = """\
  # - id: ministry                # stable: it is part of every address that journalists cite
  #   name: The ministry's news
  #   kind: listing               # a page that lists posts
  #   url: https://www.example.org/news
  #   side: {first}                    # whom it speaks for
  #   about: [{second}]                 # whom its words concern even where it names nobody
  #   timezone: {zone}
  # - id: ministry-telegram
  #   name: The ministry on Telegram
  #   kind: telegram              # a public channel: nobody's permission is needed
  #   channel: example_ministry
  #   side: {first}
  # - id: embassy
  #   name: The embassy on Facebook
  #   kind: facebook              # needs a token: docs/operators/facebook.md
  #   page: "100000000000000"
  #   token: ${{FACEBOOK_ACCESS_TOKEN}}
  #   side: {second}
  #   about: [{first}]
"""
_ALERTS = """\
# Who is told. All keys: docs/operators/alerts.md. Secrets stand in .env beside sources.yaml.
newsroom:
  timezone: {zone}
  language: en
  contact: {contact}     # told to servers in the User-Agent

channels:
  desk: ${{{variable}}}
  ops: ${{{operators}}}          # who keeps the monitor running; not the desk, that mutes what tells it of disks

routes:
  - id: {id}
    beats: [{id}]
    channels: [desk]

operators: [ops]             # are told what broke, and what to do
heartbeat: {{at: "08:00", channels: [{heartbeat}]}}   # the daily word that all is well
"""


def starter(
    countries: Sequence[str],
    topics: Sequence[str],
    *,
    zone: str,
    contact: str,
    variable: str = "DESK_URL",
    operators: str = "OPS_URL",
    heartbeat: str = "ops",
) -> dict[str, str]:
    """The text of `sources.yaml` and `alerts.yaml` for a beat on these countries and topics.

    `variable` and `operators` are those that hold the addresses of the desk's channel and the operators'; their lines
    in `.env` are `env_line`s. `heartbeat` names the channel that is told daily that all is well.
    Each argument must be one that the files allow: load what comes out, and tell the complaints.
    """
    beat = "-".join(countries).lower()
    first, second = countries[0], countries[1]
    advised = [code for code in countries if "JP" in countries and _is_advised(code)]
    sources = _SOURCES.format(
        id=beat,
        name=_quoted(" and ".join(name(code) for code in countries)),
        countries=", ".join(countries),
        topics=", ".join(topics),
        advice="".join(_advice(code) for code in advised) or " []  # `monitor sources add URL` writes the first",
        examples=_EXAMPLES.format(first=first, second=second, zone=zone),
    )
    alerts = _ALERTS.format(
        zone=zone, contact=_quoted(contact), variable=variable, operators=operators, heartbeat=heartbeat, id=beat
    )
    return {"sources.yaml": sources, "alerts.yaml": alerts}


def env_line(variable: str, value: str) -> str:
    """The line of `.env` that gives a variable this value."""
    escaped = value.replace("\\", "\\\\").replace("'", "\\'")
    return f"{variable}='{escaped}'\n"


def _is_advised(code: str) -> bool:
    """Whether Japan's foreign ministry advises on travel to this country, by a number that we know."""
    try:
        READERS[_ADVICE].options.model_validate({"country": code})
    except ValidationError:
        return False
    return code != "JP"


def _advice(code: str) -> str:
    title = _quoted(f"Japan's travel safety information on {name(code)}")
    return _ADVICE_SOURCE.format(code=code.lower(), upper=code, name=title)


def _quoted(text: str) -> str:
    """A YAML text in double quotes."""
    return json.dumps(text, ensure_ascii=False)
