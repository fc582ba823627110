"""An error of the Graph API: which state it puts the source in, or what it proves of a post."""

from typing import Any

from monitor.model import Capture, Purpose, Reading, State
from monitor.read.facebook_usage import rest_until
from monitor.read.json_tree import string

_NO_TOKEN = frozenset({104, 2500})
_DEAD_TOKEN = frozenset({102, 190, 458, 459, 460, 463, 464, 467, 492})
_LIMITS = frozenset({4, 17, 32, 341, 613, *range(80000, 80015)})
_NO_PERMISSION = frozenset({3, 10, *range(200, 300)})
_TRANSIENT = frozenset({1, 2})
_NO_SUCH_NAME = frozenset({803})
_BLOCKED = frozenset({368})
_NOTHING_THERE = 33
_RENAMED = "no page has this name: it was renamed or removed"
_HIDDEN = "the page is gone, hidden or restricted: Graph does not say which"


def reading(answer: dict[str, Any], capture: Capture, token: str) -> Reading:
    """What an error means for us. Never an empty list: an error says nothing of what the page shows."""
    error = answer.get("error")
    message = string(error, "message") or (error if isinstance(error, str) else "no message")
    code, subcode = _number(error, "code"), _number(error, "error_subcode")
    why = _masked(
        f"Graph error {code if code is not None else '?'}{f'/{subcode}' if subcode else ''}: {message}", token
    )
    if not token:
        return Reading(State.NEEDS_TOKEN, why)
    if code == 100:
        return _about_an_object(string(error, "type"), message, subcode, why, capture)
    state = _state(code, message, capture)
    why = f"{_RENAMED} ({why})" if code in _NO_SUCH_NAME else why
    return Reading(state, why, retry_after=rest_until(capture) if state is State.RATE_LIMITED else None)


def _state(code: int | None, message: str, capture: Capture) -> State:
    if code in _NO_TOKEN and "access token" in message.lower():
        return State.NEEDS_TOKEN
    for codes, state in (
        (_DEAD_TOKEN, State.TOKEN_DEAD),
        (_LIMITS, State.RATE_LIMITED),
        (_NO_PERMISSION, State.NO_PERMISSION),
        (_NO_SUCH_NAME, State.PAGE_GONE),
        (_BLOCKED, State.BLOCKED),
        (_TRANSIENT, State.OFFLINE),
    ):
        if code in codes:
            return state
    return State.OFFLINE if capture.status >= 500 else State.UNREADABLE


def _about_an_object(kind: str | None, message: str, subcode: int | None, why: str, capture: Capture) -> Reading:
    """Code 100 means three things: it is not there (for us), we lack a permission or a proof, or we asked wrongly.

    "Not there" may be deleted, hidden, or shown to other countries only: Graph does not say which. For a post it is the
    proof that it is no longer public, since in the same poll the page's list could be read with the same token.
    """
    absent = subcode == _NOTHING_THERE or (kind == "GraphMethodException" and "does not exist" in message)
    if absent and "reviewable feature" not in message:
        key = capture.request.key
        if capture.request.purpose is Purpose.ITEM and key is not None:
            return Reading(
                State.OK,
                why,
                gone=(key,),
                proofs={key: "Graph says at its own address: it does not exist, or is not shown"},
            )
        return Reading(State.PAGE_GONE, f"{_HIDDEN} ({why})")
    lacking = ("permission", "public content access", "secret proof", "app token", "appsecret_proof")
    if any(words in message.lower() for words in lacking):
        return Reading(State.NO_PERMISSION, why)
    return Reading(State.UNREADABLE, why)


def _number(error: Any, name: str) -> int | None:
    written = string(error, name)
    return int(written) if written and written.removeprefix("-").isdecimal() and len(written) < 10 else None


def _masked(why: str, token: str) -> str:
    """The message without the token, should Graph repeat it, and cut to what a person reads."""
    masked = why.replace(token, "…") if token else why
    return " ".join(masked.split())[:300]
