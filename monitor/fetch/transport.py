"""One question to one server: `requests` behind a protocol, so that tests can put another in its place.

`requests` is used below its Session: an adapter neither follows redirects, nor reads the body of one (which a Session
decompresses without any limit), nor keeps cookies, nor looks into the environment or a netrc. A connection serves one
hop and is closed: none goes stale between two polls, and none is used under a permission that another source gave.
"""

import ssl
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from functools import partial
from typing import Any, Protocol

import requests
from requests.adapters import HTTPAdapter
from requests.utils import DEFAULT_CA_BUNDLE_PATH
from urllib3 import HTTPConnectionPool, HTTPResponse, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError
from urllib3.util.ssl_ import create_urllib3_context

from monitor.fetch import imap
from monitor.fetch.answer import Answer, Failed, Question
from monitor.fetch.body import ACCEPT_ENCODING, PIECE, whole_body
from monitor.fetch.guard import is_private_literal
from monitor.fetch.limits import Limits, Watch
from monitor.fetch.line import Line, Names, Resolver, system_resolver
from monitor.model import State

_STOPPED = "the monitor was stopped"


class Transport(Protocol):
    """What the door speaks through. Used by several threads at once."""

    def send(self, question: Question, limits: Limits) -> Answer:
        """The answer of one server, redirects not followed. Never raises for what the net does."""
        ...

    def close(self) -> None:
        """End what is under way."""
        ...


class RequestsTransport:
    """The transport of production. The resolver and the TLS context are arguments for tests' sake."""

    def __init__(self, resolver: Resolver = system_resolver, context: ssl.SSLContext | None = None) -> None:
        self._names = Names(resolver)
        self._context, self._for_mail = context or _verifying(), context
        self._lock = threading.Lock()
        self._watches: set[Watch] = set()
        self._closed = False

    def send(self, question: Question, limits: Limits) -> Answer:
        """One GET, or one look into a mailbox.

        A failure is told in our own words: those of a library may hold the address with its secrets.
        """
        with self._watched(limits.seconds) as watch:
            try:
                ask = self._mailbox if question.login is not None else self._asked
                answer = ask(question, limits, watch)
            except Failed as failed:
                answer = Answer(failure=failed.state, why=failed.why)
            if watch.is_over:
                answer = replace(answer, failure=State.TIMEOUT, why=watch.late().why)
            return replace(answer, seconds=watch.spent)

    def close(self) -> None:
        """Shut the connections that are open: a stop waits for no server."""
        with self._lock:
            self._closed = True
            for watch in self._watches:
                watch.end(_STOPPED)

    @contextmanager
    def _watched(self, seconds: float) -> Iterator[Watch]:
        with Watch(seconds) as watch:
            with self._lock:
                self._watches.add(watch)
                if self._closed:
                    watch.end(_STOPPED)
            try:
                yield watch
            finally:
                with self._lock:
                    self._watches.discard(watch)

    def _asked(self, question: Question, limits: Limits, watch: Watch) -> Answer:
        headers = {**dict(question.headers), "Accept-Encoding": ACCEPT_ENCODING, "Connection": "close"}
        try:
            prepared = requests.Request("GET", question.url, headers=headers).prepare()
        except ValueError as error:  # a host that IDNA cannot write is a UnicodeError: no error of requests' own
            raise Failed(State.REFUSED_ADDRESS, "the address, or a header, cannot be written as HTTP") from error
        if question.proxy and is_private_literal(question.url):
            raise Failed(State.REFUSED_ADDRESS, "the address is not public")
        line = Line(self._names, watch, question.open_to, is_trusted=question.proxy is not None)
        proxies = dict.fromkeys(("http", "https"), question.proxy) if question.proxy else None
        with closing(_Adapter(line, self._context)) as adapter:
            try:
                response = adapter.send(prepared, stream=True, timeout=watch.left(), proxies=proxies)
            except (requests.RequestException, HTTPError, OSError, ValueError) as error:
                raise _told(error) from error
            with closing(response):
                return _answer(response.raw, limits)

    def _mailbox(self, question: Question, limits: Limits, watch: Watch) -> Answer:
        if question.proxy:
            raise Failed(State.UNREADABLE, "a mailbox cannot be asked through a proxy")
        line = Line(self._names, watch, question.open_to)
        try:
            # Not the context of HTTP: urllib3 has it announce that HTTP is to be spoken.
            return imap.asked(question, line, self._for_mail or _verifying(), limits)
        except (OSError, ValueError) as error:
            raise _told(error) from error


class _PlainConnection(HTTPConnection):
    """A connection that is dialled by us."""

    def __init__(self, *args: Any, line: Line, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._line = line

    def _new_conn(self) -> Any:
        return self._line.dial(self._dns_host, self.port)


class _TlsConnection(HTTPSConnection):
    """The same under TLS; Host, SNI and certificate stay on the name."""

    def __init__(self, *args: Any, line: Line, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._line = line

    def _new_conn(self) -> Any:
        return self._line.dial(self._dns_host, self.port)


class _PlainPool(HTTPConnectionPool):
    ConnectionCls = _PlainConnection


class _TlsPool(HTTPSConnectionPool):
    ConnectionCls = _TlsConnection


class _Adapter(HTTPAdapter):
    """An adapter for one hop: its connections are dialled on our line, its certificates checked by our context."""

    def __init__(self, line: Line, context: ssl.SSLContext) -> None:
        self._line, self._context = line, context
        super().__init__(max_retries=0)

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, ssl_context=self._context, **kwargs)
        self._lead(self.poolmanager)

    def proxy_manager_for(self, proxy: str, **kwargs: Any) -> Any:
        manager = super().proxy_manager_for(proxy, ssl_context=self._context, **kwargs)
        self._lead(manager)
        return manager

    def cert_verify(self, *args: Any, **kwargs: Any) -> None:
        """Nothing is left to do: the context verifies, and has read the authorities once for all."""

    def _lead(self, manager: Any) -> None:
        manager.pool_classes_by_scheme = {
            "http": partial(_PlainPool, line=self._line),
            "https": partial(_TlsPool, line=self._line),
        }


def _verifying() -> ssl.SSLContext:
    context = create_urllib3_context()
    context.load_verify_locations(DEFAULT_CA_BUNDLE_PATH)
    return context


def _answer(raw: HTTPResponse, limits: Limits) -> Answer:
    headers = tuple(raw.headers.items())
    if 300 <= raw.status < 400:
        return Answer(raw.status, headers)
    chunks = raw.stream(PIECE, decode_content=False)
    body, failure, why = whole_body(chunks, raw.headers.get("content-encoding", ""), limits.size)
    return Answer(raw.status, headers, body, failure, why)


def _told(error: BaseException) -> Failed:
    """What is said of an error of the libraries; only its causes are looked at, never its text."""
    causes = list(_causes(error))
    for cause in causes:
        if isinstance(cause, ssl.SSLCertVerificationError):
            return Failed(State.OFFLINE, f"the certificate is not valid: {cause.verify_message}")
    if any(isinstance(cause, ssl.SSLError) for cause in causes):
        return Failed(State.OFFLINE, "the server does not speak TLS as it should")
    if any(isinstance(cause, TimeoutError) for cause in causes):
        return Failed(State.TIMEOUT, "no answer in time")
    if any(isinstance(cause, OSError) and cause.errno for cause in causes):
        return Failed(State.OFFLINE, "the server broke the connection off")
    if isinstance(error, requests.exceptions.InvalidURL | requests.exceptions.InvalidSchema | UnicodeError):
        return Failed(State.REFUSED_ADDRESS, "the address, or the proxy, cannot be used")
    return Failed(State.OFFLINE, "the server closed the connection, or did not answer in HTTP")


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__
