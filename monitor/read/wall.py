"""What stands in the place of the document that was asked for: a refusal, a log-in page, a test for humans, an error.

For answers that failed a reader's own test: a healthy page may well hold a log-in form or a captcha beside its form.
"""

import re
from typing import Any

from monitor.model import Capture, Reading, State
from monitor.read import markup

_NOT_THERE = (404, 410)
_REFUSED = (401, 403, 407, 451)
_FIRST_TAG = re.compile(r"<(!doctype\s+html|[a-z][\w:.-]*)", re.IGNORECASE)
_HTML_BEGINS_WITH = frozenset(
    {"!doctype", "html", "head", "body", "title", "meta", "script", "center", "div", "h1", "p"}
)
_LITTLE_TEXT = 200
"""Fewer characters than this beside scripts: the page is drawn by JavaScript."""

_LOG_IN_ADDRESS = re.compile(r"(?i)/(?:log-?in|sign-?in|wp-login|checkpoint|sso|auth(?:orize|enticate)?)\b")
_CAPTCHA = re.compile(
    r"(?i)captcha|are you a (?:human|robot)|not a robot|verify(?:ing)? you are human|just a moment\.\.\.|"
    r"checking your browser|attention required! \| cloudflare|unusual traffic"
)
_CAPTCHA_MARKUP = re.compile(
    r"(?i)cf-chl-|cdn-cgi/challenge-platform|captcha-delivery\.com|_incapsula_resource|px-captcha"
)
_REJECTED = re.compile(
    r"(?i)request rejected|requested url was rejected|access (?:to this page has been )?denied|"
    r"web application firewall|you have been blocked|403 forbidden|request blocked"
)
_OUT_OF_ORDER = re.compile(
    r"(?i)\b(?:under|for|down for) (?:\w+ )?maintenance\b|^\W*(?:site )?maintenance\b|メンテナンス中|"
    r"we(?:['’]ll| will) be (?:right )?back (?:soon|shortly)|\berror (?:code:? )?5[0-3]\d\b|"
    r"\b50[0234] (?:internal server error|bad gateway|service (?:temporarily )?unavailable|gateway time-?out)|"
    r"^[\w.-]+ \| 5[0-3]\d: "
)
_LOG_IN = re.compile(
    r"(?i)^\W*(?:log ?in|sign ?in|please (?:log|sign) in|you must log in)\b|log in to facebook|"
    r"^\W*(?:ログイン|登录|登入|đăng nhập|ចូលគណនី|เข้าสู่ระบบ)"
)
_NEEDS_SCRIPT = re.compile(r"(?i)(?:enable|requires?|need(?:s|ed)?|turn on) (?:\w+ ){0,3}javascript|javascriptを有効")


def gone(capture: Capture) -> Reading | None:
    """For an `item` request: its key in `gone`, where the answer proves that its address no longer stands."""
    key = capture.request.key
    if key is None or capture.status not in _NOT_THERE:
        return None
    return Reading(
        State.OK, f"HTTP {capture.status}", gone=(key,), proofs={key: f"{capture.status} at its own address"}
    )


def instead(capture: Capture, text: str, wanted: str) -> Reading:
    """The state that an answer which is not `wanted` puts the source in, with the reason in words for an operator."""
    state, why = _state(capture, text)
    return Reading(state, f"{why}, not {wanted}" if state is State.UNREADABLE else why)


def _state(capture: Capture, text: str) -> tuple[State, str]:
    status = capture.status
    if status in _NOT_THERE:
        return State.PAGE_GONE, f"HTTP {status}"
    if status == 429:
        return State.RATE_LIMITED, "HTTP 429"
    page = _page(text)
    if page is not None and (found := _what_page(capture, text, page)) is not None:
        return found
    if status in _REFUSED:
        return State.BLOCKED, f"HTTP {status}"
    if 500 <= status < 600:
        return State.OFFLINE, f"the server answers HTTP {status}"
    if status != 200:
        return State.UNREADABLE, f"HTTP {status}"
    return State.UNREADABLE, "an HTML page" if page is not None else _form(text)


def _form(text: str) -> str:
    beginning = text.lstrip("\ufeff \t\r\n")[:5].lower()
    if not beginning:
        return "an empty answer"
    if beginning[0] in "{[":
        return "JSON that is cut, spoilt or of another form"
    return "XML of another form" if beginning == "<?xml" else "something else"


def _page(text: str) -> Any | None:
    """The root of an HTML page; None for any other document, and for one that must not be parsed."""
    first = _FIRST_TAG.search(text, 0, 4000)
    if first is None or first[1].lower().split()[0] not in _HTML_BEGINS_WITH:
        return None
    return markup.parse(text)


def _what_page(capture: Capture, text: str, root: Any) -> tuple[State, str] | None:
    title = " ".join("".join(root.xpath("string((//title)[1])")).split())
    seen = markup.plain_text(root)
    beginning = f"{title}\n{seen[:1000]}"
    named = f": “{title[:80]}”" if title else ""
    if _CAPTCHA.search(beginning) or _CAPTCHA_MARKUP.search(text):
        return State.CAPTCHA, f"a test for humans{named}"
    if _REJECTED.search(beginning):
        return State.BLOCKED, f"the site refuses us{named}"
    if capture.status in _REFUSED or capture.status >= 500:
        return None
    if _OUT_OF_ORDER.search(beginning):
        return State.OFFLINE, f"the site says that it is out of order{named}"
    asks_password = bool(root.xpath("boolean(//input[translate(@type, 'PASWORD', 'pasword')='password'])"))
    if asks_password or _LOG_IN.search(title) or _LOG_IN.search(seen) or _LOG_IN_ADDRESS.search(capture.url):
        return State.LOGIN_WALL, f"a log-in page{named}"
    drawn_by_scripts = len(seen) < _LITTLE_TEXT and bool(root.xpath("boolean(//script[@src or string-length() > 200])"))
    if drawn_by_scripts or (_NEEDS_SCRIPT.search(seen + _unscripted(root)) and len(seen) < 5 * _LITTLE_TEXT):
        return State.NEEDS_BROWSER, f"a page that shows nothing without JavaScript{named}"
    return None


def _unscripted(root: Any) -> str:
    return " ".join(" ".join(each.itertext()) for each in root.iter("noscript"))
