import threading
from collections.abc import Sequence

from monitor.fetch.limits import Limits
from monitor.model import Request, State
from origin import QUICK, desk


class Names:
    """A resolver that answers from a list, one answer after another, and counts."""

    def __init__(self, **answers: list[list[str]]) -> None:
        self.answers = {name.replace("_", "."): told for name, told in answers.items()}
        self.asked: list[str] = []

    def __call__(self, host: str, port: int) -> Sequence[str]:
        self.asked.append(host)
        if host not in self.answers:
            raise OSError(-2, "Name or service not known")
        told = self.answers[host]
        return told.pop(0) if len(told) > 1 else told[0]


def test_the_address_that_was_checked_is_the_one_connected_to() -> None:
    """A name is looked up once for each connection: what it answers afterwards (DNS rebinding) changes nothing."""
    names = Names(rivers_test=[["127.0.0.1"], ["127.0.0.2"]])
    with desk(resolver=names) as here:
        here.origin.serve("/", b"water")
        source = here.source(allow_private=(f"rivers.test:{here.origin.port}",))
        capture = here.door.fetch(Request(here.origin.url(host="rivers.test")), source)
        assert capture.body == b"water"
        assert names.asked == ["rivers.test"]
        assert here.origin.asked[0].headers["host"] == f"rivers.test:{here.origin.port}"


def test_a_name_with_one_private_address_is_refused() -> None:
    """Mixed answers are refused whole, before anything is connected to."""
    names = Names(rivers_test=[["8.8.8.8", "127.0.0.2"]], bridges_test=[["::ffff:127.0.0.2"]])
    with desk(resolver=names) as here:
        for name in ("rivers.test", "bridges.test"):
            capture = here.door.fetch(Request(here.canary.url(host=name)), here.source())
            assert capture.failure is State.REFUSED_ADDRESS
            assert name in capture.why
        assert here.canary.connections == 0


def test_a_redirect_to_a_name_that_is_private_is_refused() -> None:
    """The permission of one name is not the permission of another on the same machine."""
    names = Names(rivers_test=[["127.0.0.1"]], evil_test=[["127.0.0.1"]])
    with desk(resolver=names) as here:
        here.origin.redirect("/", here.origin.url("/inside", "evil.test"))
        source = here.source(allow_private=(f"rivers.test:{here.origin.port}",))
        capture = here.door.fetch(Request(here.origin.url(host="rivers.test")), source)
        assert capture.failure is State.REFUSED_ADDRESS
        assert here.origin.paths == ["/"]


def test_the_next_address_is_tried() -> None:
    """Where the first address of a host does not answer, the second is asked."""
    names = Names(rivers_test=[["127.0.0.3", "127.0.0.1"]])
    with desk(resolver=names) as here:
        here.origin.serve("/", b"water")
        source = here.source(allow_private=(f"rivers.test:{here.origin.port}",))
        assert here.door.fetch(Request(here.origin.url(host="rivers.test")), source).body == b"water"


def test_an_unknown_name_is_offline() -> None:
    """A name that has no address is said to have none."""
    with desk(resolver=Names()) as here:
        capture = here.door.fetch(Request("http://rivers.test/"), here.source())
        assert capture.failure is State.OFFLINE
        assert capture.why == "no address is known for the name rivers.test"


def test_a_resolver_that_hangs_holds_nobody_up() -> None:
    """A look-up that never ends is given up when the time is over, and other hosts are looked up meanwhile."""
    released = threading.Event()

    def stalls(host: str, port: int) -> Sequence[str]:
        if host == "stalled.test":
            released.wait(10)
        return ["127.0.0.1"]

    with desk(Limits(seconds=0.5), resolver=stalls) as here:
        here.origin.serve("/", b"water")
        source = here.source(allow_private=(here.origin.place, f"stalled.test:{here.origin.port}"))
        capture = here.door.fetch(Request(here.origin.url(host="stalled.test")), source)
        assert capture.failure is State.TIMEOUT
        assert here.fetch(source=source).body == b"water"
        released.set()


def test_a_closed_port_is_offline() -> None:
    """A server that is not there is offline, in words that name the host and hold no address of ours."""
    with desk(QUICK) as here:
        capture = here.door.fetch(Request("http://127.0.0.1:1/?q"), here.source(allow_private=("127.0.0.1:1",)))
        assert capture.failure is State.OFFLINE
        assert capture.why == "127.0.0.1 cannot be reached: Connection refused"
        assert capture.status == 0
