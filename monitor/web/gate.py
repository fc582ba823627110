"""What stands before every page: who may come in, from where a form may be sent, what the browser may run.

Default deny: a page is open without a password only on loopback, or when it is named in `OPEN`.
"""

import re
import secrets
from collections import deque
from collections.abc import Awaitable, Callable
from ipaddress import ip_address
from threading import Lock
from urllib.parse import quote, urlsplit

from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError
from fastapi import FastAPI, Form, Request
from fastapi.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from itsdangerous import BadSignature, TimestampSigner

from monitor.errors import UsageError
from monitor.times import Clock
from monitor.web.site import Site

SIGNED = ("/webhooks/facebook",)
"""Posted to by machines: what is not signed as it must be is refused there."""
OPEN = ("/health", "/login", "/static/", *SIGNED)
"""Reached without a password: they tell nothing of what is stored."""
SESSION_DAYS = 14
GUESSES_A_MINUTE = 10
LARGEST_FORM = 4_000_000
"""Bytes, told before they come: the longest text that may be pasted takes as much in a form's spelling."""
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}

Next = Callable[[Request], Awaitable[Response]]


def is_loopback(host: str) -> bool:
    """Whether a host to listen on is reached from this machine alone."""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def check_host(host: str, password: str | None) -> None:
    """Refuse, before anything else happens, to show the log to a network without a password."""
    if not is_loopback(host) and not password:
        raise UsageError(
            f"refusing to listen on {host} without a password", "set MONITOR_PASSWORD, or listen on 127.0.0.1"
        )


def put_up(app: FastAPI, site: Site, *, host: str, password: str | None, clock: Clock) -> None:
    """Put the gate before every page of `app`."""
    hashed = PasswordHasher().hash(password) if password else None
    signer = TimestampSigner(secrets.token_bytes(32))
    guesses: deque[float] = deque()
    looking = Lock()  # one at a time: each look takes 64 MB, and many at once could take the machine down
    hosts = _hosts(host, site)

    def signed_in(request: Request) -> bool:
        try:
            return bool(signer.unsign(request.cookies.get("session", ""), max_age=SESSION_DAYS * 86400))
        except BadSignature:
            return False

    @app.middleware("http")
    async def guard(request: Request, go_on: Next) -> Response:
        request.state.may_read = hashed is None or signed_in(request)
        refused = _refused(request, hosts)
        response = refused if refused is not None else await go_on(request)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        return response

    @app.get("/login", include_in_schema=False)
    def ask(request: Request) -> HTMLResponse:
        return site.page(request, "login.html", {"wrong": False, "to": request.query_params.get("to", "")})

    @app.post("/login", include_in_schema=False)
    def enter(request: Request, password: str = Form(), to: str = Form("", max_length=500)) -> Response:
        with looking:
            now = clock.monotonic()
            while guesses and now - guesses[0] > 60:
                guesses.popleft()
            if len(guesses) >= GUESSES_A_MINUTE:
                return PlainTextResponse("Too many tries: wait a minute.", 429)
            try:
                PasswordHasher().verify(hashed or "", password)
            except (VerifyMismatchError, ValueError):
                guesses.append(now)
                return site.page(request, "login.html", {"wrong": True, "to": to}, status=403)
        response = RedirectResponse(_page_of_ours(to), 303)
        response.set_cookie(
            "session",
            signer.sign("in").decode(),
            max_age=SESSION_DAYS * 86400,
            httponly=True,
            samesite="lax",  # an alert's link, opened in a mailbox, must find who is signed in; it changes nothing
            secure=request.url.scheme == "https",
        )
        return response


def _hosts(host: str, site: Site) -> frozenset[str] | None:
    """The Host headers that are answered; None: any (behind a password, the name is the operator's affair)."""
    if not is_loopback(host):
        return None
    public = urlsplit(site.newsroom.public_url or "").hostname
    return frozenset(filter(None, (host, "localhost", "127.0.0.1", "::1", "testserver", public)))


def _refused(request: Request, hosts: frozenset[str] | None) -> Response | None:
    if hosts is not None and (request.url.hostname or "") not in hosts:
        return PlainTextResponse("This host name is not served here: set public_url in config/alerts.yaml.", 421)
    path = request.scope["path"]  # what is routed by; `request.url` is made of what the visitor calls us, too
    if request.method not in ("GET", "HEAD") and path not in SIGNED:
        if not _same_origin(request):
            return PlainTextResponse("A form from another site is refused.", 403)
        if not _is_of_a_size(request):
            return PlainTextResponse("The form is too large, or does not tell its size.", 413)
    is_open = any(path == each or (each.endswith("/") and path.startswith(each)) for each in OPEN)
    if not is_open and not request.state.may_read:
        if request.method == "GET" and "text/html" in request.headers.get("accept", ""):
            return RedirectResponse(f"/login?to={quote(path)}", 303)
        return PlainTextResponse("Sign in first: /login", 401)
    return None


def _page_of_ours(to: str) -> str:
    """Where a person wanted to go when the password was asked for; the first page, where that is not one of ours."""
    return to if re.fullmatch(r"/\w[\w/.-]*", to, re.ASCII) else "/"


def _is_of_a_size(request: Request) -> bool:
    """Whether a form tells a length that may be read: whoever sends it need not have signed in."""
    length = request.headers.get("content-length", "")
    is_told = length.isascii() and length.isdecimal() and "transfer-encoding" not in request.headers
    return is_told and len(length) < 10 and int(length) <= LARGEST_FORM


def _same_origin(request: Request) -> bool:
    """A browser tells where a form comes from (Sec-Fetch-Site or Origin); one that tells neither is refused."""
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        return site in ("same-origin", "none")
    origin = request.headers.get("origin")
    return origin is not None and urlsplit(origin).netloc == request.headers.get("host")
