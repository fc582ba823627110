from pathlib import Path

import pytest

from monitor.model import Request, State
from origin import desk


def test_the_operators_proxy_is_used() -> None:
    """Where the operator names a proxy, it is asked for the page, whatever the page's own host."""
    with desk() as here:
        here.canary.routes["http://rivers.example/news"] = lambda _, line: line.ok(b"water")
        source = here.source(proxy=f"http://someone:hunter2@{here.canary.place}", allow_private=())
        capture = here.door.fetch(Request("http://rivers.example/news"), source)
        assert (capture.body, capture.failure) == (b"water", None)
        assert here.canary.asked[0].headers["proxy-authorization"].startswith("Basic ")
        assert here.canary.asked[0].headers["host"] == "rivers.example"
        assert "hunter2" not in repr(capture)


def test_a_proxy_opens_no_private_address() -> None:
    """A proxy looks names up itself, unchecked; what is plainly private is not even asked through it."""
    with desk() as here:
        source = here.source(proxy=f"http://{here.canary.place}", allow_private=())
        for private in ("http://127.0.0.1/", "http://[::1]/", "http://169.254.169.254/latest"):
            assert here.door.fetch(Request(private), source).failure is State.REFUSED_ADDRESS
        assert here.canary.connections == 0


def test_a_proxy_that_is_not_there_is_offline() -> None:
    """A proxy that takes no connection, refuses the tunnel, or cannot be one, is a failure without its password."""
    with desk() as here:
        here.canary.routes["rivers.example:443"] = lambda _, line: line.say("HTTP/1.1 403 Forbidden")
        for proxy in (
            f"http://a:hunter2@{here.canary.place}",
            "http://a:hunter2@127.0.0.1:1",
            "socks5://a:hunter2@x:1",
        ):
            capture = here.door.fetch(Request("https://rivers.example/"), here.source(proxy=proxy))
            assert capture.failure in (State.OFFLINE, State.REFUSED_ADDRESS)
            assert "hunter2" not in repr(capture)
            assert capture.why


def test_the_environment_has_no_say(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Proxies and passwords of the machine's user are none of ours: only what the operator configured is used."""
    (tmp_path / ".netrc").write_text("machine 127.0.0.1 login someone password hunter2\n")
    (tmp_path / ".netrc").chmod(0o600)
    monkeypatch.setenv("HOME", str(tmp_path))
    with desk() as here:
        here.origin.serve("/", b"water", "Set-Cookie: a=b; Path=/")
        for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
            monkeypatch.setenv(name, f"http://{here.canary.place}")
        for _ in range(2):
            assert here.fetch().body == b"water"
        assert here.canary.connections == 0
        assert not {"authorization", "cookie"} & here.origin.asked[1].headers.keys()
