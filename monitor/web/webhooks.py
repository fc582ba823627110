"""`/webhooks/facebook`: Meta tells at once what happened on a page whose office has put our app on it.

Open without a password, and good for nothing without the app's secret: what is not signed with it is refused before it
is read. What is told only makes us look: docs/operators/facebook.md.
"""

import hmac
from collections.abc import Iterable, Iterator

from fastapi import FastAPI, Request
from fastapi.responses import PlainTextResponse
from starlette.concurrency import run_in_threadpool

from monitor.errors import MonitorError
from monitor.logs import log
from monitor.model import Capture, Source
from monitor.model import Request as Question
from monitor.read.facebook_webhook import Told, signed, told
from monitor.web.site import Site

PATH = "/webhooks/facebook"
LARGEST = 1_000_000
"""Bytes. Meta bundles up to a thousand changes, of a few hundred bytes each."""
_LONGEST_CHALLENGE = 200


def add(app: FastAPI, site: Site) -> None:
    """Put up both: Meta's question whether we are who we say, and its messages."""

    @app.get(PATH, include_in_schema=False)
    def verify(request: Request) -> PlainTextResponse:
        asked = request.query_params
        challenge, given = asked.get("hub.challenge", ""), asked.get("hub.verify_token", "")
        words = {source.options.verify for source in _listening(site)}
        if not words:
            return PlainTextResponse("No source listens for Facebook's messages.", 404)
        known = any(hmac.compare_digest(word.encode(), given.encode("utf-8", "replace")) for word in words)
        if asked.get("hub.mode") != "subscribe" or not known or len(challenge) > _LONGEST_CHALLENGE:
            return PlainTextResponse("The verify token is not ours.", 403)
        return PlainTextResponse(challenge)

    @app.post(PATH, include_in_schema=False)
    async def message(request: Request) -> PlainTextResponse:
        listening = tuple(_listening(site))
        if not listening:
            return PlainTextResponse("No source listens for Facebook's messages.", 404)
        body = await _body(request)
        if body is None:
            return PlainTextResponse("The message is too large.", 413)
        signature = request.headers.get("x-hub-signature-256")
        ours = tuple(source for source in listening if signed(body, signature, source.options.secret))
        if not ours:
            return PlainTextResponse("The signature is not that of our app.", 403)
        said = told(body)
        if said is None:
            return PlainTextResponse("This is no message of a page.", 400)
        try:
            await run_in_threadpool(_take, site, ours, said)
        except MonitorError as error:
            log().error("webhook not taken", error=str(error))
            return PlainTextResponse("It cannot be kept now: tell it again later.", 503)
        return PlainTextResponse("ok")


def _listening(site: Site) -> Iterator[Source]:
    """The sources that take messages: an app's secret proves them, a verify token lets Meta find us."""
    if site.call is None:
        return
    for source in site.live.current.sources:
        if source.kind == "facebook" and source.pollable and source.options.verify and source.options.secret:
            yield source


async def _body(request: Request) -> bytes | None:
    """The message; None where it is larger than any of Meta's."""
    parts: list[bytes] = []
    size = 0
    async for part in request.stream():
        size += len(part)
        if size > LARGEST:
            return None
        parts.append(part)
    return b"".join(parts)


def _take(site: Site, sources: Iterable[Source], said: Iterable[Told]) -> None:
    """Keep what is said to be taken down, and have the daemon look at once."""
    for source in sources:
        about = [each for each in said if each.page == source.options.page]
        if not about or site.call is None:
            continue
        _keep(site, source, [each for each in about if each.taken_down])
        log().info("webhook", source=source.id, verbs=sorted({each.verb for each in about}))
        site.call(source.id, {each.post for each in about if each.post})


def _keep(site: Site, source: Source, said: Iterable[Told]) -> None:
    now = site.works.clock.now()
    url = f"{(site.newsroom.public_url or 'http://localhost').rstrip('/')}{PATH}"
    captures = [Capture(source.id, Question(url, key=each.post), url, now, 200, _JSON, each.evidence) for each in said]
    if captures:
        site.works.store.keep(source, site.works.archive.keep(captures))


_JSON = (("Content-Type", "application/json"),)
