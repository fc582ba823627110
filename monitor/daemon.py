"""The daemon: APScheduler ticks, workers that take a host, delivery, reload, the sign of life, a graceful stop.

The ticks are a table (`_TICKS`): to add a timed task, add a line. Nothing here decides: `schedule` says who is due,
`poll` does a poll, `deliver` drains the outbox. The web page is passed in by the command line, which lies above.
"""

import threading
from collections.abc import Callable, Collection
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from queue import SimpleQueue

from apscheduler.schedulers.background import BackgroundScheduler

from monitor.alert.deliver import Courier
from monitor.bring import release
from monitor.config.live import Live
from monitor.errors import MonitorError, StoreError
from monitor.heartbeat import last_day, ping
from monitor.logs import log
from monitor.model import PollResult, Source
from monitor.notice import chain, gap, heartbeat
from monitor.poll import Works, poll
from monitor.route import route
from monitor.schedule import Schedule
from monitor.upkeep import Watch
from monitor.watchdog import Rounds, notify

WORKERS = 8
PING_EVERY = 300.0
"""Seconds between calls of the dead man's switch."""
GAP_AFTER = timedelta(minutes=15)
"""A silence of ours that long is told at the next start."""
CATCH_UP_WAIT = timedelta(minutes=2)
"""After a silence, findings wait so long for each other and go out as one message."""
NOT_RECORDED_WAIT = timedelta(minutes=1)
"""So long a source waits after a poll that could not be recorded: its host shall not pay for our full disk."""
STOP_WITHIN = 7.0
"""For what is in hand; the page and the process end after it, all within 10 s."""


class Daemon:
    """Everything that runs until it is told to stop. Make it, `start()`, wait, `stop()`."""

    def __init__(self, live: Live, works: Works, courier: Courier, *, workers: int = WORKERS) -> None:
        self._live, self._works, self._courier = live, works, courier
        self._watch, self._is_at_work = Watch(live, works), False
        self._schedule = Schedule()
        self._pool = ThreadPoolExecutor(workers, thread_name_prefix="poll")
        self._busy: set[str] = set()
        self._calls: SimpleQueue[tuple[str, Collection[str]]] = SimpleQueue()
        self._doubted: dict[str, frozenset[str]] = {}  #: the sources that were called for, with posts to ask for
        self._failing: set[str] = set()
        self._done: SimpleQueue[tuple[str, list[Source], list[PollResult]]] = SimpleQueue()
        self._stopping = threading.Event()
        self._catch_up_at: datetime | None = None
        self._rounds = Rounds()
        self._seeded_from: object = None
        self._ticks = BackgroundScheduler(
            timezone=UTC, job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None}
        )

    def start(self) -> None:
        """Say where we were blind, then start the ticks."""
        self.wake()
        for task, seconds in self.tasks():
            self._rounds.ended(task.__name__, self._works.clock.monotonic(), seconds)
            self._ticks.add_job(
                self._timed(task, seconds), "interval", seconds=seconds, next_run_time=datetime.now(UTC)
            )
        self._ticks.start()
        notify("READY=1")
        current = self._live.current
        log().info("started", sources=sum(source.pollable for source in current.sources), beats=len(current.beats))

    def stop(self) -> None:
        """Finish what is in hand, 7 s at most; what is not finished is done at the next start."""
        notify("STOPPING=1")
        self._stopping.set()
        deadline = self._works.clock.monotonic() + STOP_WITHIN
        if self._ticks.running:
            self._ticks.shutdown()
        self._pool.shutdown(wait=False, cancel_futures=True)
        self._courier.close()
        while self.busy and self._works.clock.monotonic() < deadline:
            self._collect()
            self._works.clock.sleep(0.05)
        self._works.store.alive(self._works.clock.now())
        log().info("stopped", unfinished=sorted(self._busy))

    @property
    def busy(self) -> bool:
        """Whether a poll or a delivery is in hand."""
        return bool(self._busy) or self._courier.busy or self._watch.busy

    def call(self, source: str, keys: Collection[str]) -> None:
        """Poll this source at once, and ask the own addresses of these of its posts. From any thread."""
        self._calls.put((source, keys))

    def tasks(self) -> tuple[tuple[Callable[[], None], float], ...]:
        """The timed tasks and their intervals in seconds: to add one, add a line."""
        return (
            (self._poll_due, 1),
            (self._deliver, 2),
            (self._release, 5),
            (self._reload, 2),
            (self._heartbeat, 30),
            (self._sign_of_life, 20),
            (self._ping, PING_EVERY),
        )

    def _timed(self, task: Callable[[], None], seconds: float) -> Callable[[], None]:
        def run() -> None:
            if self._stopping.is_set():
                return
            try:
                task()
            except StoreError as error:
                log().error("task not done, it is tried again", task=task.__name__.strip("_"), error=str(error))
            self._rounds.ended(task.__name__, self._works.clock.monotonic(), seconds)

        return run

    # ------------------------------------------------------------ polls

    def _poll_due(self) -> None:
        clock, current = self._works.clock, self._live.current
        self._collect()
        self._seed()
        self._answer_calls()
        for host, sources in self._schedule.due(current.sources, clock.now(), clock.monotonic()).items():
            if host not in self._busy:
                self._busy.add(host)
                self._pool.submit(self._poll_host, sources).add_done_callback(self._finisher(host, sources))

    def _seed(self) -> None:
        """Take over the sources of the configuration in force, where that is not done."""
        clock, current = self._works.clock, self._live.current
        if self._seeded_from is not current:
            self._schedule.seed(current.sources, self._works.store.schedule(), clock.now(), clock.monotonic())
            self._seeded_from = current

    def _answer_calls(self) -> None:
        """Bring forward what was called for, unless it is to rest: then it is done when its time has come."""
        while not self._calls.empty():
            name, keys = self._calls.get()
            self._doubted[name] = self._doubted.get(name, frozenset()) | frozenset(keys)
        monotonic = self._works.clock.monotonic()
        for source in self._live.current.sources:
            if source.id in self._doubted and source.id not in self._failing:
                wait = self._schedule.wait(source.id, monotonic)
                if wait is not None and 0 < wait <= source.every.total_seconds():
                    self._schedule.put(source.id, timedelta(0), monotonic)

    def _poll_host(self, sources: list[Source]) -> list[PollResult]:
        """One worker holds one host, so that a slow host holds one worker."""
        results = []
        for source in sources:
            if self._stopping.is_set():
                break
            late = self._catch_up_at if self._still_catching_up() else None
            doubted = self._doubted.get(source.id, frozenset())
            try:
                results.append(poll(source, self._works, self._live.current, catch_up_at=late, doubted=doubted))
            except MonitorError as error:  # nothing can be recorded: a full disk, a locked database
                log().error("poll not recorded", source=source.id, error=str(error))
                break
            self._doubted.pop(source.id, None)
            report(results[-1])
        return results

    def _finisher(self, host: str, sources: list[Source]) -> Callable[[Future[list[PollResult]]], None]:
        def finish(future: Future[list[PollResult]]) -> None:
            error = None if future.cancelled() else future.exception()
            if error is not None:
                log().error("poll not recorded", host=host, error=f"{type(error).__name__}: {error}")
            self._done.put((host, sources, [] if future.cancelled() or error else future.result()))

        return finish

    def _collect(self) -> None:
        clock = self._works.clock
        while not self._done.empty():
            host, sources, results = self._done.get()
            self._busy.discard(host)
            for source in sources:
                self._schedule.put(source.id, NOT_RECORDED_WAIT, clock.monotonic())
            for result in results:
                (self._failing.add if result.failed else self._failing.discard)(result.source)
                wait = (result.next_poll_at or result.finished_at) - clock.now()
                self._schedule.put(result.source, wait, clock.monotonic())

    # ------------------------------------------------------------ alerts

    def _deliver(self) -> None:
        self._courier.deliver(self._live.current.routing)

    def _release(self) -> None:
        """Tell what is certainly under an embargo no longer."""
        release(self._works.store.embargo_due(self._watch.steady.certain()), self._works, self._live.current)

    def _heartbeat(self) -> None:
        store, now, current = self._works.store, self._works.clock.now(), self._live.current
        routing = current.routing
        made = store.close_day(now)
        if made:
            store.owe(route((), (chain(made, now),), routing, now), now)
        told = heartbeat(routing, store.last_heartbeat(), last_day(store, current.sources, now), now)
        if told:
            store.owe(route((), (told,), routing, now), now)
            store.heartbeat_told(now.astimezone(routing.newsroom.timezone).date())

    def _ping(self) -> None:
        """Call the dead man's switch while all goes round: when the calls stop, somebody is told by others."""
        address = self._live.current.routing.ping
        if address and self._is_at_work and not ping(address, self._works.door):
            log().warning("the dead man's switch did not answer")

    def wake(self) -> None:
        """The first sign of life; a silence before it that was long is told, and what it hid will be bundled."""
        store, now = self._works.store, self._works.clock.now()
        silent_since = store.last_alive()
        if silent_since is not None and now - silent_since > GAP_AFTER:
            self._catch_up_at = now + CATCH_UP_WAIT
            told = gap(silent_since, now)
            store.owe(route((), (told,), self._live.current.routing, now, catch_up_at=self._catch_up_at), now)
        store.alive(now)
        self._is_at_work = True
        self._seed()

    def _still_catching_up(self) -> bool:
        return self._catch_up_at is not None and self._works.clock.now() < self._catch_up_at

    # ------------------------------------------------------------ upkeep

    def _reload(self) -> None:
        complaints = self._live.reload()
        if complaints is None:
            return
        if complaints:
            log().error("configuration not taken over", complaints=list(complaints))
        else:
            log().info("configuration taken over", sources=len(self._live.current.sources))

    def _sign_of_life(self) -> None:
        """Given only while the loops that do the work go round; then operators are told of what lasts."""
        goes_round = self._rounds.go_round(self._works.clock.monotonic())
        if goes_round:
            notify("WATCHDOG=1")
        self._is_at_work = self._watch.look() and goes_round


def report(result: PollResult) -> None:
    """One structured line for one poll."""
    took = (result.finished_at - result.started_at).total_seconds()
    say = log().warning if result.failed else log().info
    say(
        "poll",
        source=result.source,
        state=str(result.state),
        **({"why": result.why} if result.why else {}),
        requests=result.requests,
        entries=result.entries,
        **result.changes,
        owed=result.owed,
        seconds=round(took, 3),
    )
