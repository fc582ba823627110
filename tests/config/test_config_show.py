import json
from pathlib import Path

from config_files import ALERTS, SOURCES, loaded, write
from monitor.config.show import shown

SECRETS = {
    "TOKEN": "graph-token-1",
    "PASSWORD": "pw-in-a-header",
    "PROXY": "http://me:pw-of-proxy@proxy.example:8080",
    "DESK_URL": "slack://TokenA/TokenB/TokenC",
    "PIN": "17",
}
FILE = (
    SOURCES
    + """\
    headers: {Authorization: "Basic ${PASSWORD}", Cookie: pin=in-the-file}
    proxy: ${PROXY}
  - {id: embassy, name: A, kind: facebook, page: "1001", token: "${TOKEN}", secret: written-in-the-file, side: JP}
"""
)


def test_no_secret_is_shown(tmp_path: Path) -> None:
    """`config show` gives the names of variables in the place of what they hold, and *** for secrets in the file."""
    alerts = ALERTS.replace(
        "channels:\n", "channels:\n  direct: json://me:pw-of-channel@desk.example/x\n  slack: ${DESK_URL}\n"
    )
    config = loaded(write(tmp_path, FILE, alerts), SECRETS)
    text = json.dumps(shown(config))
    for secret in ("graph-token", "pw-in", "pw-of", "TokenB", "written-in", "in-the-file"):
        assert secret not in text
    feed, facebook = shown(config)["sources"]
    assert feed["headers"] == {"Authorization": "Basic ${PASSWORD}", "Cookie": "***"}
    assert feed["proxy"] == "${PROXY}"
    assert (facebook["token"], facebook["secret"], facebook["page"]) == ("${TOKEN}", "***", "1001")
    assert shown(config)["channels"] == {"direct": "json://***", "slack": "${DESK_URL}", "desk": "json://***"}


def test_what_is_shown_is_spelt_as_in_the_files(tmp_path: Path) -> None:
    """Durations, zones and hours are shown as an operator would write them, with the defaults filled in."""
    config = shown(
        loaded(write(tmp_path, SOURCES + "    paused_until: 2026-11-12T08:00Z\n", ALERTS + "digest: {at: '7:30'}\n"))
    )
    source = config["sources"][0]
    assert (source["every"], source["gap"], source["timezone"]) == ("10m", "1s", "UTC")
    assert source["paused_until"] == "2026-11-12T08:00:00Z"
    assert config["digest"]["at"] == ["07:30"]
    assert config["newsroom"]["timezone"] == "Asia/Phnom_Penh"
    assert config["routes"][0]["level"] == ["urgent", "routine"]
