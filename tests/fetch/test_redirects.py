import pytest

from monitor.model import State, Validators
from origin import Asked, Line, desk


def test_a_redirect_is_followed_to_its_end() -> None:
    """A moved page is read where it is now, and the capture says where that was."""
    with desk() as here:
        here.origin.redirect("/old", "/newer?x=1#part", "301 Moved Permanently")
        here.origin.redirect("/newer", here.origin.url("/new"), "308 Permanent Redirect")
        here.origin.serve("/new", b"water")
        capture = here.fetch("/old")
        assert (capture.status, capture.body, capture.failure) == (200, b"water", None)
        assert capture.url == here.origin.url("/new")
        assert capture.request.url == here.origin.url("/old")
        assert here.origin.asked[1].target == "/newer?x=1"


def test_a_loop_ends() -> None:
    """A page that leads to itself is given up after five steps."""
    with desk() as here:
        here.origin.redirect("/", "/")
        capture = here.fetch()
        assert capture.failure is State.UNREADABLE
        assert "5 redirects" in capture.why
        assert len(here.origin.asked) == 6


def test_who_does_not_follow_sees_the_redirect() -> None:
    """A kind that learns from a redirect gets it as it is."""
    with desk() as here:
        here.origin.redirect("/", here.canary.url())
        capture = here.fetch(follows_redirects=False)
        assert (capture.status, capture.failure) == (302, None)
        assert capture.header("location") == here.canary.url()
        assert here.canary.connections == 0


@pytest.mark.parametrize(
    ("location", "rule"),
    [
        ("http://127.0.0.2:{port}/", "127.0.0.2, which is not a public address"),
        ("http://2130706434:{port}/", "which is not a public address"),
        ("http://0x7f.2:{port}/", "which is not a public address"),
        ("http://[::ffff:127.0.0.2]:{port}/", "which is not a public address"),
        ("http://0.0.0.0:{port}/", "which is not a public address"),
        ("http://localhost:{port}/", "which is not a public address"),
        ("//127.0.0.2:{port}/", "which is not a public address"),
        ("file:///etc/passwd", "only http and https"),
        ("ftp://127.0.0.2:{port}/", "only http and https"),
        ("javascript:alert(1)", "only http and https"),
        ("http://user:hunter2@127.0.0.2:{port}/", "names a user"),
        ("http://127.0.0.1\\@127.0.0.2:{port}/", "backslash"),
        ("http://127.0.0.2\x01:{port}/", "control character"),
        ("http://[::1", "not an address"),
        ("http://\xc3\xa9\xff.example/", "cannot be written"),
        ("http://" + "a" * 70 + ".example/", ""),
    ],
)
def test_a_redirect_is_checked_as_the_first_address_was(location: str, rule: str) -> None:
    """The first server is allowed; where it leads is not: no connection is ever made there."""
    with desk() as here:
        here.origin.redirect("/", location.format(port=here.canary.port))
        capture = here.fetch()
        assert capture.failure in (State.REFUSED_ADDRESS, State.OFFLINE)
        assert rule in capture.why
        assert here.canary.connections == 0
        assert "hunter2" not in f"{capture.url} {capture.why} {capture.request}"
        assert len(here.origin.asked) == 1


def test_the_first_address_is_checked_too() -> None:
    """A source whose own address is private is refused unless the operator allows it, and so is a user in it."""
    with desk() as here:
        capture = here.fetch(source=here.source(allow_private=()))
        assert capture.failure is State.REFUSED_ADDRESS
        assert here.origin.connections == 0
        other = here.source(allow_private=(f"127.0.0.1:{here.origin.port + 1}",))
        assert here.fetch(source=other).failure is State.REFUSED_ADDRESS
        assert here.origin.connections == 0


def test_what_is_secret_stays_with_its_host() -> None:
    """Token, own headers and those of the source go to the host they are meant for; the next host sees none of them."""
    with desk() as here:
        source = here.source(
            allow_private=(here.origin.place, here.canary.place), headers=(("Authorization", "Bearer own"),)
        )
        here.origin.redirect("/", "/next")
        here.origin.redirect("/next", here.canary.url("/away"))
        here.canary.redirect("/away", here.origin.url("/home"))
        here.origin.serve("/home", b"water")
        capture = here.fetch(
            source=source, secret_query=(("access_token", "s3cret-token"),), headers=(("X-Own", "own"),)
        )
        assert capture.body == b"water"
        assert [each.target for each in here.origin.asked] == [
            "/?access_token=s3cret-token",
            "/next?access_token=s3cret-token",
            "/home?access_token=s3cret-token",
        ]
        assert here.canary.asked[0].target == "/away"
        assert not {"authorization", "x-own"} & here.canary.asked[0].headers.keys()
        assert {"authorization", "x-own"} <= here.origin.asked[-1].headers.keys()


def test_a_server_that_gives_the_token_away_is_stopped() -> None:
    """A redirect that carries our token elsewhere loses it; where it cannot be taken out, nothing is asked."""
    with desk() as here:
        source = here.source(allow_private=(here.origin.place, here.canary.place))
        secret = (("access_token", "s3cret/token"),)
        here.origin.redirect("/", here.canary.url("/?a=1&access_token=s3cret%2Ftoken&b=s3cret/token"))
        here.canary.serve("/", b"caught")
        capture = here.fetch(source=source, secret_query=secret)
        assert capture.url == here.canary.url("/?a=1")
        assert here.canary.asked[0].target == "/?a=1"
        here.origin.redirect("/", here.canary.url("/s3cret%2Ftoken/"))
        capture = here.fetch(source=source, secret_query=secret)
        assert capture.failure is State.REFUSED_ADDRESS
        assert len(here.canary.asked) == 1
        assert "s3cret" not in repr(capture)


def test_validators_go_along() -> None:
    """They were given where the redirect ends, so they are asked with there."""
    with desk() as here:
        here.origin.redirect("/", "/end")

        @here.origin.route("/end")
        def _(asked: Asked, line: Line) -> None:
            line.say("HTTP/1.1 304 Not Modified") if asked.headers.get("if-none-match") == '"1"' else line.ok(b"water")

        here.clock.move(here.until_conditional("/"))
        assert here.fetch(validators=Validators(etag='"1"')).unchanged
