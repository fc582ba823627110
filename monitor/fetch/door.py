"""The one door out: every request of every source goes through `HttpDoor.fetch`, and so does each hop of a redirect.

Redirects are followed here, hop by hop: each is checked as the first address was, and what is secret (the query and
headers of the request, the headers of the source) goes to the host that it was meant for, and to no other.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from urllib.parse import urlsplit

from monitor import __version__
from monitor.fetch.answer import Answer, Question
from monitor.fetch.browser import MEND, Browser
from monitor.fetch.condition import conditions, is_same, is_shown_again, wants_whole
from monitor.fetch.guard import MAIL, WEB, objection, plain
from monitor.fetch.limits import LIMITS, Limits
from monitor.fetch.manners import Manners, silence_asked
from monitor.fetch.redirect import following, is_at_home, refusal, target
from monitor.fetch.robots import PRODUCT, Robots
from monitor.fetch.secret import NO_SECRETS, Secrets
from monitor.fetch.transport import Transport
from monitor.model import Capture, Purpose, Request, Source, State, Validators
from monitor.times import Clock, iso

_DROPPED = frozenset({"set-cookie", "set-cookie2"})
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_PAGES = frozenset({"", "text/html", "application/xhtml+xml"})
GAP_BETWEEN_PARTS = timedelta(milliseconds=200)
"""Between what one page loads of its host: a reader's browser would ask for all of it at once."""


@dataclass(frozen=True, slots=True)
class _Errand:
    """What is the same on all hops of one fetch."""

    url: str
    source: Source
    obeys_robots: bool
    follows: bool = True
    is_conditional: bool = False
    headers: tuple[tuple[str, str], ...] = ()  #: for every host
    private_headers: tuple[tuple[str, str], ...] = ()  #: for the first one only
    secrets: Secrets = NO_SECRETS
    login: tuple[str, str] | None = None

    def question(self, url: str) -> Question:
        """What is asked of one host on the way."""
        if self.login is not None:
            return Question(url, open_to=self.source.allow_private, proxy=self.source.proxy, login=self.login)
        if not is_at_home(url, self.url):
            return Question(url, self.headers, self.source.allow_private, self.source.proxy)
        headers = {name.lower(): (name, value) for name, value in (*self.headers, *self.private_headers)}
        wire = self.secrets.added_to(url)
        return Question(wire, tuple(headers.values()), self.source.allow_private, self.source.proxy)


class HttpDoor:
    """Asks over HTTP, and mailboxes over IMAP, with manners and under guard. Used by several threads at once."""

    def __init__(
        self,
        transport: Transport,
        clock: Clock,
        *,
        contact: str | None,
        limits: Limits = LIMITS,
        browser: Browser | None = None,
    ) -> None:
        self._transport, self._clock, self._limits = transport, clock, limits
        self._browser = browser or Browser()
        self._agent = f"{PRODUCT}/{__version__} (+{_printable(contact or '') or 'statement-monitor'})"
        self._manners = Manners(clock)
        self._robots = Robots(clock)

    def fetch(self, request: Request, source: Source, validators: Validators | None = None) -> Capture:
        """The answer to one request, or the state in which it failed. Never raises for what the net does."""
        if request.rendered:
            return self._rendered(request, source, validators)
        return self._got(request, source, validators)

    def _got(self, request: Request, source: Source, validators: Validators | None = None) -> Capture:
        asked: tuple[tuple[str, str], ...] = ()
        if validators is not None and not wants_whole(request.url, source.every, self._clock.now()):
            asked = conditions(validators)
        errand = _Errand(
            request.url,
            source,
            obeys_robots=source.obeys_robots,
            follows=request.follows_redirects,
            is_conditional=bool(asked),
            headers=(*self._courtesies(source), *asked),
            private_headers=(*request.headers, *source.headers),
            secrets=Secrets((*request.secret_query, *_own_secrets(request, source))),
            login=request.login,
        )
        url, answer = self._followed(errand)
        answer = replace(answer, body=errand.secrets.masked_bytes(answer.body), why=errand.secrets.masked(answer.why))
        return Capture(
            source=source.id,
            request=replace(request, url=plain(request.url), secret_query=(), login=None),
            url=plain(url),
            captured_at=self._clock.now(),
            status=answer.status,
            headers=tuple(_shown(answer, errand.secrets)),
            body=answer.body,
            failure=answer.failure,
            why=answer.why,
            retry_after=answer.retry_after,
            same_as_before=is_same(answer, validators),
        )

    def _rendered(self, request: Request, source: Source, validators: Validators | None) -> Capture:
        """What a browser shows of a page. Each thing that the page asks for comes by this door, too.

        It is never asked "has it changed?": the page may stay as it is while what its scripts load does not.
        """
        if self._browser.missing:
            url, why = plain(request.url), f"{self._browser.missing}: {MEND}"
            open_ = replace(request, url=url, secret_query=())
            return Capture(source.id, open_, url, self._clock.now(), failure=State.NEEDS_BROWSER, why=why)
        document = self._got(request, source)
        if document.failure is not None or document.status != 200 or document.media_type not in _PAGES:
            return document

        def part(url: str, headers: tuple[tuple[str, str], ...]) -> Capture:
            own = source.headers if objection(url) == "" and is_at_home(url, document.url) else ()
            gentle = replace(source, gap=min(source.gap, GAP_BETWEEN_PARTS), headers=own, secret_query=())
            return self._got(Request(url, Purpose.ITEM, headers=headers), gentle)

        shown = self._browser.show(document, part, self._agent, (source.languages or ("en",))[0])
        return replace(shown, captured_at=self._clock.now(), same_as_before=is_shown_again(shown, validators))

    def close(self) -> None:
        """End what is under way."""
        self._browser.close()
        self._manners.close()
        self._transport.close()

    def _followed(self, errand: _Errand) -> tuple[str, Answer]:
        """The last address asked, and its answer as it is to be understood."""
        url, seconds = errand.url, self._limits.seconds
        refused = objection(url, MAIL if errand.login else WEB)
        if refused:
            return url, Answer(failure=State.REFUSED_ADDRESS, why=refused)
        for _ in range(self._limits.redirects + 1):
            answer = self._asked(url, errand, seconds)
            if not errand.follows or not target(answer):
                return url, _understood(answer, errand)
            onward = following(url, answer, errand.secrets)
            refused = refusal(url, onward, errand.secrets)
            if refused:
                why = f"redirected to {errand.secrets.masked(plain(onward))[:200]}: {refused}"
                return url, replace(answer, failure=State.REFUSED_ADDRESS, why=why)
            url, seconds = onward, seconds - answer.seconds
        return url, Answer(failure=State.UNREADABLE, why=f"more than {self._limits.redirects} redirects")

    def _asked(self, url: str, errand: _Errand, seconds: float) -> Answer:
        """One hop, when robots.txt and the host's wishes allow it."""
        gap = errand.source.gap.total_seconds()
        if errand.obeys_robots:
            verdict = self._robots.verdict(url, lambda address: self._robots_txt(address, errand.source))
            if verdict.refusal is not None:
                return verdict.refusal
            gap = max(gap, verdict.delay)
        host = (urlsplit(url).hostname or "").rstrip(".")
        with self._manners.turn(host, gap) as silence:
            if silence:
                return self._hushed(host, timedelta(seconds=silence), Answer())
            answer = self._transport.send(errand.question(url), replace(self._limits, seconds=seconds))
            wait = silence_asked(answer.status, answer.header("retry-after"), self._clock.now())
            if wait is None:
                return answer
            self._manners.hush(host, wait)
            return self._hushed(host, wait, answer)

    def _hushed(self, host: str, wait: timedelta, answer: Answer) -> Answer:
        until = self._clock.now() + wait
        why = f"{host} asks to be left in peace until {iso(until.replace(microsecond=0))}"
        return replace(answer, failure=State.RATE_LIMITED, why=why, retry_after=until)

    def _robots_txt(self, url: str, source: Source) -> Answer:
        """A robots.txt, through the same checks but no robots.txt of its own."""
        return self._followed(_Errand(url, source, obeys_robots=False, headers=self._courtesies(source)))[1]

    def _courtesies(self, source: Source) -> tuple[tuple[str, str], ...]:
        return ("User-Agent", self._agent), ("Accept", "*/*"), ("Accept-Language", _accepted(source.languages))


def _understood(answer: Answer, errand: _Errand) -> Answer:
    """The answer, made a failure where no reader could make sense of it.

    4xx is for the reader: an API writes there what is wrong, and a 404 may prove that a statement is gone.
    """
    status = answer.status
    expected = status == 200 or 400 <= status < 500 or (status == 304 and errand.is_conditional)
    if answer.failure is not None or expected or (target(answer) and not errand.follows):
        return answer
    state = State.OFFLINE if 500 <= status < 600 else State.UNREADABLE
    return replace(answer, failure=state, why=f"HTTP {status}")


def _shown(answer: Answer, secrets: Secrets) -> Iterator[tuple[str, str]]:
    """The headers as they may be stored: no cookies, no secrets, nothing that breaks a line."""
    for name, value in answer.headers:
        if name.lower() not in _DROPPED:
            yield _CONTROL.sub(" ", name), _CONTROL.sub(" ", secrets.masked(value))


def _accepted(languages: tuple[str, ...]) -> str:
    """Accept-Language: what the source is read in, the first before the others."""
    wanted = languages or ("en",)
    return ", ".join(
        name if not place else f"{name};q={max(1 - place / 10, 0.1):.1f}" for place, name in enumerate(wanted)
    )


def _printable(text: str) -> str:
    return re.sub(r"[^\x21-\x7e]", "", text)


def _own_secrets(request: Request, source: Source) -> tuple[tuple[str, str], ...]:
    """The password of a mailbox; the secret part of the source's own address, for its lists on its own host alone."""
    if request.login is not None:
        return (("", request.login[1]),)
    own = urlsplit(source.url or "")
    asked = urlsplit(request.url)
    is_list = request.purpose in (Purpose.LIST, Purpose.PAGE)
    is_own = is_list and (own.scheme, own.netloc) == (asked.scheme, asked.netloc)
    return source.secret_query if is_own else ()
