"""The frozen values that pass between stages, in the order in which a poll makes them.

Whose clock it is: `published_at` and `edited_at` are what the source claims; `captured_at`, `first_seen_at`,
`last_seen_at` and `at` are ours. Moments are aware UTC. Words: docs/glossary.md.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from hashlib import sha256
from typing import Any
from zoneinfo import ZoneInfo

from monitor.times import When

_UTC = ZoneInfo("UTC")
_ALPHABET = "23456789abcdefghjkmnpqrstvwxyz"  # no 0/o, 1/l/i, u: IDs are read aloud and typed


class State(StrEnum):
    """What a poll, or one capture of it, showed. Only `ok` may let anything be missing."""

    OK = "ok"
    UNCHANGED = "unchanged"
    EMPTY = "empty"
    INCOMPLETE = "incomplete"
    UNREADABLE = "unreadable"
    LOGIN_WALL = "login-wall"
    CAPTCHA = "captcha"
    LAYOUT_CHANGED = "layout-changed"
    NEEDS_TOKEN = "needs-token"  # noqa: S105 - a state's name
    TOKEN_DEAD = "token-dead"  # noqa: S105 - a state's name
    NO_PERMISSION = "no-permission"
    RATE_LIMITED = "rate-limited"
    BLOCKED = "blocked"
    PAGE_GONE = "page-gone"
    NEEDS_BROWSER = "needs-browser"
    IMAGE_ONLY = "image-only"
    TOO_LARGE = "too-large"
    TIMEOUT = "timeout"
    REFUSED_ADDRESS = "refused-address"
    ROBOTS = "robots"
    OFFLINE = "offline"


READABLE = frozenset({State.OK, State.UNCHANGED, State.EMPTY, State.INCOMPLETE})
"""States in which the source could be read at least in part: no failure is counted."""


class ChangeKind(StrEnum):
    """What happened to a statement."""

    NEW = "new"
    EDITED = "edited"
    DELETED = "deleted"
    RESTORED = "restored"
    REPLACED = "replaced"


class Level(StrEnum):
    """How urgent a finding is to the desk."""

    URGENT = "urgent"
    ROUTINE = "routine"


class Purpose(StrEnum):
    """Why a request is made; it decides how its answer is merged into the reading."""

    LIST = "list"  #: the source's first address: what it lists now
    PAGE = "page"  #: a further page of the list
    ITEM = "item"  #: one entry's own address: its text, and whether it is still public
    PAPER = "paper"  #: a file or picture that an entry carries: it may hold its text
    NOWHERE = "nowhere"  #: an address at which nothing can stand: how the site says that


def short_id(*parts: str, length: int = 10) -> str:
    """A short stable name from what identifies a thing: the first digits, base 30, of a SHA-256."""
    number = int.from_bytes(sha256("\0".join(parts).encode("utf-8", "surrogatepass")).digest()[:16], "big")
    digits = []
    for _ in range(length):
        number, rest = divmod(number, len(_ALPHABET))
        digits.append(_ALPHABET[rest])
    return "".join(digits)


def statement_id(source: str, key: str) -> str:
    """The ID of a statement, from what identifies it when it is first seen; it is kept when the source is renamed."""
    return short_id("statement", source, key)


# ---------------------------------------------------------------- what the YAML says


@dataclass(frozen=True, slots=True)
class Source:
    """One place to poll, final: defaults are resolved, secrets filled in (so it is never logged or stored whole)."""

    id: str
    name: str
    kind: str
    options: Any  #: the kind's own frozen options (a pydantic model from `read/<kind>.py`)
    url: str | None  #: the address that people are shown
    side: str | None = None  #: ISO 3166 alpha-2 (or EU): whom it speaks for
    person: str | None = None  #: whose page it is, by the ID in `offices.yaml`: it speaks in the office of the day
    about: tuple[str, ...] = ()  #: whom its words concern even where it names nobody
    every: timedelta = timedelta(minutes=10)
    gap: timedelta = timedelta(seconds=1)  #: least time between two requests to its host
    alert_recent: timedelta = timedelta(hours=24)  #: in the baseline, only younger entries alert
    timezone: ZoneInfo = _UTC  #: of the dates that the source writes
    languages: tuple[str, ...] = ()
    enabled: bool = True
    paused_until: datetime | None = None
    headers: tuple[tuple[str, str], ...] = ()
    proxy: str | None = None
    secret_query: tuple[tuple[str, str], ...] = field(default=(), repr=False)  #: of `url`: sent, never kept or shown
    allow_private: tuple[str, ...] = ()  #: `host:port` that may be a private address
    obeys_robots: bool = False
    knows_edits: bool = True
    knows_deletions: bool = True
    keep_deleted: str = "full"  #: `full` or `hash`
    note: str = ""
    tags: tuple[str, ...] = ()
    was: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()  #: variables that are missing: the source is disabled until they are set

    @property
    def pollable(self) -> bool:
        """Whether the daemon asks it at all (a pause is a matter of the schedule)."""
        return self.enabled and not self.needs

    @property
    def byline(self) -> "Byline":
        """What a reader of an alert or of the log is shown of it."""
        zone = str(self.timezone)
        return Byline(self.id, self.name, self.kind, self.side, self.about, zone, self.url, self.tags, self.person)


@dataclass(frozen=True, slots=True)
class Byline:
    """The part of a source that readers are shown, and that may be stored: no options, no secrets."""

    id: str
    name: str
    kind: str
    side: str | None
    about: tuple[str, ...]
    timezone: str
    url: str | None = None
    tags: tuple[str, ...] = ()
    person: str | None = None


@dataclass(frozen=True, slots=True)
class Beat:
    """What the newsroom follows: countries (any two of them) and topics."""

    id: str
    name: str
    countries: tuple[str, ...]
    topics: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Newsroom:
    """Whom we work for."""

    timezone: ZoneInfo = _UTC
    language: str = "en"
    public_url: str | None = None  #: of our web page; alerts link to it only when set
    contact: str | None = None  #: an address or mailbox, told to servers in the User-Agent
    templates: Mapping[str, str] = field(default_factory=dict, repr=False)  #: the newsroom's own, by name; good ones
    phrases: Mapping[str, str] = field(default_factory=dict, repr=False)  #: its own of alerts, by key, over the shipped


@dataclass(frozen=True, slots=True)
class Bundling:
    """When a route's alerts go out, bundled: at these times of the newsroom's day, or every so often from midnight."""

    at: tuple[time, ...] = ()
    every: timedelta | None = None


@dataclass(frozen=True, slots=True)
class Quiet:
    """Hours of the newsroom's day in which only what is urgent interrupts; over midnight, where they end earlier."""

    start: time
    end: time

    def holds(self, at: time) -> bool:
        """Whether a time of the day lies in them."""
        return self.start <= at < self.end if self.start < self.end else at >= self.start or at < self.end


@dataclass(frozen=True, slots=True)
class Escalation:
    """Who is told of an urgent alert that nobody acknowledged in time."""

    after: timedelta
    channels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Route:
    """Which findings go to which channels, and how. An empty tuple means: all."""

    id: str
    channels: tuple[str, ...]
    beats: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    changes: tuple[ChangeKind, ...] = ()
    levels: tuple[str, ...] = ("urgent", "routine")  #: may also name `unsure` and `typographic`: at once, not digest
    sides: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()  #: of the source: one of them
    languages: tuple[str, ...] = ()
    events: tuple[str, ...] = ()
    search: tuple[str, ...] = ()  #: saved searches of the log: one of them finds it
    digest: Bundling | None = None  #: None: at once
    quiet: Quiet | None = None
    per_hour: int | None = None  #: the most messages on each channel; what is over goes out bundled
    escalate: Escalation | None = None


@dataclass(frozen=True, slots=True)
class Digest:
    """What is not pushed at once, bundled: at these times of the newsroom's day."""

    at: tuple[time, ...] = ()
    channels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Routing:
    """`config/alerts.yaml`, final. `channels` holds secrets: apprise URLs by name, those that lack nothing."""

    newsroom: Newsroom = Newsroom()
    channels: Mapping[str, str] = field(default_factory=dict, repr=False)
    routes: tuple[Route, ...] = ()
    digest: Digest = Digest()
    operators: tuple[str, ...] = ()  #: channels that get notices
    heartbeat: Digest = Digest()  #: when and where "all is well" goes; empty: nowhere
    ping: str | None = field(default=None, repr=False)  #: a dead man's switch: called while we are at work


# ---------------------------------------------------------------- fetch


@dataclass(frozen=True, slots=True)
class Validators:
    """What a server gave us to ask "has it changed?" with; saved only with a committed good reading."""

    etag: str | None = None
    last_modified: str | None = None
    sha256: str | None = None  #: of the decoded body, for servers that give neither


@dataclass(frozen=True, slots=True)
class Request:
    """One question to a server. `secret_query` is added on the wire only: never in a capture, log or database."""

    url: str
    purpose: Purpose = Purpose.LIST
    key: str | None = None  #: for `item`: the key of the headline or statement whose address this is
    headers: tuple[tuple[str, str], ...] = ()
    secret_query: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    follows_redirects: bool = True
    told: "Headline | None" = field(default=None, repr=False, compare=False)  #: for `item`: what we know of it so far
    asks_whole: bool = False  #: never "has it changed?": what must follow does not stand in it
    rendered: bool = False  #: a browser shows the page; the capture is what it shows then
    login: tuple[str, str] | None = field(default=None, repr=False)  #: user and password of a mailbox: as secret


@dataclass(frozen=True, slots=True)
class Capture:
    """The bytes and headers that one request brought, or the state in which it failed (then `body` may be cut)."""

    source: str
    request: Request
    url: str  #: where the answer came from, after redirects
    captured_at: datetime
    status: int = 0  #: 0: no answer
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""  #: decoded (after Content-Encoding): what the reader reads
    failure: State | None = None  #: timeout, offline, refused-address, too-large, robots, rate-limited, incomplete …
    why: str = ""  #: one line for people when it failed
    retry_after: datetime | None = None  #: the host asked for silence until then
    same_as_before: bool = False  #: 304, or a body equal to the last good one

    @property
    def unchanged(self) -> bool:
        """Nothing new at this address since the last good reading of it."""
        return self.same_as_before and self.failure is None

    @property
    def sha256(self) -> str:
        """Of `body`, in hex: the name under which evidence is quoted."""
        return sha256(self.body).hexdigest()

    def header(self, name: str) -> str | None:
        """The last value of a response header, whatever its case."""
        values = [value for key, value in self.headers if key.lower() == name.lower()]
        return values[-1] if values else None

    @property
    def media_type(self) -> str:
        """The Content-Type without parameters, in lower case; empty when the server gave none."""
        return (self.header("content-type") or "").partition(";")[0].strip().lower()

    @property
    def validators(self) -> Validators:
        """What to ask with next time."""
        return Validators(self.header("etag"), self.header("last-modified"), self.sha256)


# ---------------------------------------------------------------- read


@dataclass(frozen=True, slots=True)
class Media:
    """A picture, film or file that a post carries."""

    url: str
    type: str  #: image, video, audio, file or link


@dataclass(frozen=True, slots=True)
class Entry:
    """One post as a reader found it. `text` is plain text, paragraphs kept."""

    key: str
    url: str | None
    title: str | None
    text: str
    published_at: When | None = None
    published_as_written: str | None = None
    edited_at: When | None = None
    author: str | None = None
    language: str | None = None  #: as the source declares it
    media: tuple[Media, ...] = ()
    pinned: bool = False  #: stands out of order: never extends the window
    whole: bool = True  #: False: the source cut it, or it is a picture that we could not read
    read_by: str = ""  #: `pdf` or `ocr`: how a file or a picture was read that holds its text
    marked_edited: bool = False  #: the source shows a mark that it was edited, and no time
    earlier: tuple["Entry", ...] = ()  #: its wordings since we looked last, as the source itself tells, oldest first


@dataclass(frozen=True, slots=True)
class Headline:
    """A listed entry whose text stands on a page of its own, not opened yet."""

    key: str
    url: str
    title: str | None
    published_at: When | None = None
    published_as_written: str | None = None
    pinned: bool = False
    tries: int = 0  #: how often its page could not be read
    baseline: bool = False  #: first listed in the baseline: when its page is opened later, it is still no news
    text: str = ""  #: the beginning that the list shows: what is kept where its page cannot be read


@dataclass(frozen=True, slots=True)
class Reading:
    """What the captures of one poll say. What could be read is given in every state."""

    state: State
    why: str = ""
    entries: tuple[Entry, ...] = ()
    headlines: tuple[Headline, ...] = ()  #: in a finished visit: those still to be opened
    listed: tuple[str, ...] = ()  #: keys in the order of the list, newest first as the source shows them
    complete: bool = False  #: the list is whole as far back as it reaches: an absence inside it means something
    sees_back_to: When | None = None  #: None: absence proves nothing by time
    gone: tuple[str, ...] = ()  #: keys whose own address proved that they are no longer public
    proofs: Mapping[str, str] = field(default_factory=dict)  #: key -> what proved it ("404 at its own address")
    looked_at: tuple[str, ...] = ()  #: keys whose own address was read in this poll
    tried: tuple[str, ...] = ()  #: known keys whose own address was to be asked, whatever it answered
    more: tuple[Request, ...] = ()  #: requests that must follow
    instead: Request | None = None  #: in a state that cannot be read: another way to the same thing
    forgets: bool = False  #: entries drop out of the list by rule, or only a part of it was read: no absence counts
    hinted: tuple[str, ...] = ()  #: known keys that the list says were changed since we looked at their own address
    shown_by: Mapping[str, str] = field(default_factory=dict)  #: key -> sha256 of the capture that shows it
    named_by: Mapping[str, str] = field(default_factory=dict)  #: key -> of the one that names the file which shows it
    learned: Mapping[str, Any] = field(default_factory=dict)  #: what the reader wants to remember (a layout)
    baseline: tuple[str, ...] = ()  #: keys first listed in the baseline and opened only now
    fingerprint: str = ""  #: of the reader that made it; its versions keep it
    retry_after: datetime | None = None

    def also(self, **changes: Any) -> "Reading":
        """A copy with some fields changed."""
        return replace(self, **changes)


# ---------------------------------------------------------------- store -> before


@dataclass(frozen=True, slots=True)
class Version:
    """One wording of a statement."""

    number: int
    title: str | None
    text: str
    hash: str  #: text.fingerprint of title and text: equal for wordings that differ only in noise
    captured_at: datetime
    published_at: When | None = None
    published_as_written: str | None = None
    edited_at: When | None = None
    author: str | None = None
    language: str | None = None
    media: tuple[Media, ...] = ()
    whole: bool = True
    capture_sha256: str | None = None
    fingerprint: str = ""  #: of the reader that made it
    read_by: str = ""  #: as of the entry
    marked_edited: bool = False  #: the source marked it as edited, without a time


@dataclass(frozen=True, slots=True)
class Known:
    """What the store remembers of a statement when its source is polled again."""

    statement: str  #: its ID
    key: str
    url: str | None
    version: Version  #: the current wording
    first_seen_at: datetime
    last_seen_at: datetime
    looked_at: datetime  #: when its full text was last read (at its own address or in the list)
    rank: int | None = None  #: its place in the last whole reading; None: it was not listed
    missing_at: tuple[datetime, ...] = ()  #: whole readings that missed it since it was last seen
    deleted_at: datetime | None = None
    relevant: bool = False  #: any of its versions was, for any beat
    pinned: bool = False
    opened: bool = False  #: its current wording came from its own address, not from the list
    recent: tuple[tuple[datetime, str], ...] = ()  #: (captured_at, hash) of its versions of the last 24 h, oldest first
    relook_at: datetime | None = None  #: when its own address is to be asked next; None: it is not followed
    gone_at: datetime | None = None  #: its own address says gone since then, and nothing shows it to be public
    asked_at: datetime | None = None  #: when its own address was asked last, whatever it answered
    withheld: bool = False  #: a person hid its text: what becomes of it is not followed
    forgotten: bool = False  #: its text went when it was taken down: `keep_deleted: hash`


@dataclass(frozen=True, slots=True)
class Before:
    """What the store knows of a source when a poll begins."""

    validators: Mapping[str, Validators] = field(default_factory=dict)  #: by request URL
    known: Mapping[str, Known] = field(default_factory=dict)
    """By key; loaded when first asked for. Any is found by its key; walking through them gives those that the last
    whole reading listed, the suspects, and those whose own address is asked next."""
    addresses: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  #: the keys at each canonical address
    headlines: tuple[Headline, ...] = ()  #: listed, not opened yet
    suspects: tuple[str, ...] = ()  #: keys missing at the last whole reading, not yet reported
    learned: Mapping[str, Any] = field(default_factory=dict)
    baseline_at: datetime | None = None  #: the first whole reading; None: this may be it
    last_whole_at: datetime | None = None
    last_poll_at: datetime | None = None
    state: State | None = None  #: of the last poll
    failures: int = 0  #: polls in a row that could not be read
    broken_since: datetime | None = None
    told_broken: bool = False  #: operators know
    told_held: bool = False  #: the desk knows of a mass loss
    told_silent: bool = False  #: operators know of a silence beyond its habit
    embargoed: frozenset[str] = frozenset()  #: keys that are held under an embargo
    posted: tuple[datetime, ...] = ()  #: when its latest statements were posted, or else first seen

    def reached_by(self, keys: Iterable[str]) -> bool:
        """Whether a list of these keys reaches back to the last whole reading. What is pinned stands in every list."""
        reached = (self.known.get(key) for key in keys)
        return any(known is not None and known.rank is not None and not known.pinned for known in reached)


# ---------------------------------------------------------------- diff, assess


@dataclass(frozen=True, slots=True)
class Change:
    """What happened to one statement at one poll."""

    kind: ChangeKind
    statement: str
    key: str
    url: str | None
    at: datetime
    before: Version | None
    after: Version | None  #: None: no longer public; of `replaced`: the wording that was posted again
    significant: bool = True  #: False: an edit of typography only
    backfilled: bool = False  #: dated long before our last whole look
    baseline: bool = False  #: part of the first whole reading and not recent: stored, told to nobody
    was_relevant: bool = False  #: a version before this one was
    last_seen_at: datetime | None = None
    missing_at: tuple[datetime, ...] = ()
    proof: str = ""
    flapping: bool = False  #: this wording returned a third time within 24 h
    twin: str | None = None  #: of `replaced`: the statement posted again; of a `new` told by that: the one before

    @property
    def taken_down(self) -> bool:
        """The statement is no longer public, whether or not near the same was posted again."""
        return self.kind in (ChangeKind.DELETED, ChangeKind.REPLACED)

    @property
    def own(self) -> Version:
        """The wording of the statement itself: of a replaced one, not that of the post in its place."""
        version = self.before if self.taken_down else self.version
        assert version is not None
        return version

    @property
    def version(self) -> Version:
        """The wording that the change is about: the new one, or the last one that was public."""
        version = self.after or self.before
        assert version is not None
        return version


@dataclass(frozen=True, slots=True)
class Difference:
    """What a reading means for what we know: changes, and absences that prove nothing yet."""

    changes: tuple[Change, ...] = ()
    missing: tuple[str, ...] = ()  #: keys absent from inside the window of this whole reading
    held: tuple[str, ...] = ()  #: missing keys that are part of a mass loss: not reported, told as unconfirmed


@dataclass(frozen=True, slots=True)
class Reason:
    """A quoted span on which an assessment rests; offsets are code points into `field` as published."""

    field: str  #: title or text
    start: int
    end: int
    text: str
    kind: str  #: topic, country, agency or exclusion
    value: str  #: the topic, country or agency it speaks for
    gloss: str = ""  #: what the term means, in the newsroom's language


@dataclass(frozen=True, slots=True)
class Fact:
    """An amount, date, person … stated in a version, quoted. Shapes per kind: docs/reference/facts."""

    kind: str
    field: str
    start: int
    end: int
    text: str
    value: str | float | int | None = None
    unit: str | None = None
    from_: date | None = None
    to: date | None = None
    speaker: str | None = None
    reported_by: str | None = None


@dataclass(frozen=True, slots=True)
class Assessment:
    """Whether a version concerns a beat, how surely, how urgent, and why."""

    relevant: bool
    unsure: bool
    level: Level
    score: float  #: 0 to 1
    beat: str
    language: str | None
    topics: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    stance: str | None = None
    reasons: tuple[Reason, ...] = ()
    facts: tuple[Fact, ...] = ()
    why: tuple[str, ...] = ()
    decided_by: str | None = None  #: the person whose decision this is; None: it was judged by its words


class Verdict(StrEnum):
    """What a person may decide of a statement."""

    RELEVANT = "relevant"
    IRRELEVANT = "irrelevant"
    GONE = "gone"  #: it is missing, and no longer public
    PUBLIC = "public"  #: it is missing where we look, and public all the same


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person decided of a statement, and why. It goes before what the words say."""

    statement: str
    version: int  #: the wording that was before them …
    hash: str  #: … and its hash
    verdict: Verdict
    reason: str
    by: str
    at: datetime
    level: Level | None = None  #: of what is relevant; None: as it was judged
    topics: tuple[str, ...] = ()  #: empty: as they were judged
    judged: tuple[Assessment, ...] = ()  #: what the words said, for each beat that is decided
    feedback: bool = False  #: "noise", or "should have alerted": said outside of the queue, to be looked at there
    alert: str | None = None  #: the alert of which it was said


@dataclass(frozen=True, slots=True)
class Finding:
    """A change with its assessments: what a poll hands to routing."""

    change: Change
    source: Byline
    assessments: tuple[Assessment, ...] = ()  #: of `change.version`, one per beat
    before: tuple[Assessment, ...] = ()  #: of the wording before, for an edit
    pasted: bool = False  #: brought by hand
    concepts: tuple[str, ...] = ()  #: what the wording speaks of, in its order, in any language: countries and terms
    linked: "Linked | None" = None  #: the event that it reports; None: it was not asked, or concerns nobody
    embargo_until: datetime | None = None  #: we had it before, and kept it back until then

    @property
    def relevant(self) -> bool:
        """Now, or in a version before: a loss of relevance is news."""
        return self.change.was_relevant or any(one.relevant for one in (*self.assessments, *self.before))

    @property
    def urgent(self) -> bool:
        """Relevant and urgent, now or in the wording before."""
        return any(one.relevant and one.level is Level.URGENT for one in (*self.assessments, *self.before))

    @property
    def unsure(self) -> bool:
        """No assessment is sure that it is relevant, and one is unsure."""
        return not self.relevant and any(one.unsure for one in self.assessments)

    @property
    def decided_by(self) -> str | None:
        """The person who decided that it is relevant."""
        return next((one.decided_by for one in self.assessments if one.relevant and one.decided_by), None)


# ---------------------------------------------------------------- embargo


@dataclass(frozen=True, slots=True)
class Embargo:
    """A text that is kept back, without its words."""

    id: str  #: of the statement that it is, or will be
    source: str
    until: datetime | None  #: None: its words name no time that we can read; a person decides
    since: datetime
    pasted: bool = False  #: brought by hand


@dataclass(frozen=True, slots=True)
class Embargoed:
    """A text that is kept back: it stands in one table of its own, and nowhere else, until its embargo ends."""

    embargo: Embargo
    entry: Entry = field(repr=False)
    capture_sha256: str | None = None  #: of the mail that shows it


# ---------------------------------------------------------------- link


@dataclass(frozen=True, slots=True)
class Gist:
    """What linking keeps of a statement: the marks by which its event is known again."""

    statement: str
    source: str
    side: str | None
    published_on: date | None  #: the day of publication, in the zone of the source
    language: str | None
    topics: tuple[str, ...]
    stance: str | None
    marks: Mapping[str, str]  #: `money:6300000 USD` -> the words of the text that say so
    concepts: tuple[str, ...]  #: what it speaks of, in its order: `JP`, `visa`; translations speak of the same
    sketch: tuple[int, ...]  #: the smallest hashes of its runs of words, ascending: near-copies share them
    runs: int  #: how many different runs of words it has
    hash: str  #: text.fingerprint of its wording
    event: str | None = None
    apart: tuple[str, ...] = ()  #: events that an operator took it out of


@dataclass(frozen=True, slots=True)
class Quote:
    """A passage of one wording of a statement, as published; offsets are code points into `field`."""

    statement: str
    version: int
    field: str
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Line:
    """What is said of one thing in the statements on an event: one quote for each side that says it."""

    kind: str  #: of a fact, or `topic`
    what: str  #: the thing, in a word or figure: `Residence Track`, `14 days`
    quotes: Mapping[str, Quote]  #: by side


@dataclass(frozen=True, slots=True)
class Sides:
    """What the sides say of an event: both, only one of them, and where their figures differ."""

    both: tuple[Line, ...] = ()
    only: Mapping[str, tuple[Line, ...]] = field(default_factory=dict)  #: by side
    differ: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True)
class Linked:
    """The event that a statement reports, and what it adds to what was told of it before."""

    event: str
    why: tuple[str, ...] = ()  #: what it shares with a statement told before; empty: it is the first
    told_by: tuple[str, ...] = ()  #: the sides that told of the event before it
    told_on: tuple[str, ...] = ()  #: the channels on which its own side's telling went out at once
    copy_of: str | None = None  #: the statement of its own side that says the same
    translation_of: str | None = None  #: the statement of any side that says the same in another language
    sides: Sides | None = None  #: where it is not the only side
    differs: bool = False  #: a figure differs from one told before
    unread: tuple[str, ...] = ()  #: sources of the other sides that could not be read
    gist: Gist | None = None  #: what linking keeps of the wording; not told to anybody


@dataclass(frozen=True, slots=True)
class Event:
    """An occurrence in the world, as the log shows it."""

    id: str
    title: str
    happened_on: date | None
    countries: tuple[str, ...]
    statements: tuple[str, ...]  #: IDs, as they were told
    by_side: Mapping[str, tuple[str, ...]]
    sides: Sides
    unread: tuple[str, ...]  #: sources of its countries that could not be read when it was told
    why: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  #: by statement: what joined it to the others
    copies: Mapping[str, str] = field(default_factory=dict)  #: statement -> the one that it is a copy of
    translations: Mapping[str, str] = field(default_factory=dict)  #: statement -> the one that it is a translation of


class NoticeKind(StrEnum):
    """What operators (for `mass-loss`: the desk) must know."""

    SOURCE_BROKEN = "source-broken"
    SOURCE_BACK = "source-back"
    OUTAGE = "outage"
    OUTAGE_OVER = "outage-over"
    SILENCE = "silence"
    SILENCE_OVER = "silence-over"
    MASS_LOSS = "mass-loss"
    FLAPPING = "flapping"
    CHANNEL_DOWN = "channel-down"
    CHANNEL_BACK = "channel-back"
    GIVEN_UP = "given-up"
    GAP = "gap"
    CORRECTION = "correction"
    HEARTBEAT = "heartbeat"
    NOT_WELL = "not-well"
    CONFIG = "config"
    DISK = "disk"
    DISK_OVER = "disk-over"
    DATABASE = "database"
    DATABASE_OVER = "database-over"
    CLOCK = "clock"
    CLOCK_OVER = "clock-over"
    NEEDS_TOKEN = "needs-token"  # noqa: S105 - a notice's name
    NEEDS_TOKEN_OVER = "needs-token-over"  # noqa: S105 - a notice's name
    CONFIG_OVER = "config-over"
    CHAIN = "chain"
    EMBARGO = "embargo"
    TEST = "test"


@dataclass(frozen=True, slots=True)
class Notice:
    """What operators must know, in one line, and what to do about it."""

    kind: NoticeKind
    subject: str  #: source id, channel name, or `monitor`; of a correction: the statement
    text: str
    mend: str
    at: datetime
    key: str  #: the same key is never told twice on one channel


@dataclass(frozen=True, slots=True)
class Trouble:
    """What lasts and keeps us from our work; told when it begins, and when it is over."""

    name: str  #: the same as long as it lasts
    kind: NoticeKind
    text: str
    mend: str
    since: datetime


@dataclass(frozen=True, slots=True)
class Room:
    """What is free on the disk that holds what we keep."""

    folder: str
    free: int  #: bytes
    read_only: bool = False


@dataclass(frozen=True, slots=True)
class ChainDay:
    """One day of the chain of captures: its value is made of the one before and of the hashes kept since."""

    day: date
    value: str
    captures: int
    until: int  #: the number of the last capture in it


# ---------------------------------------------------------------- route, deliver


class DeliveryState(StrEnum):
    """What became of a delivery."""

    OWED = "owed"
    RETRYING = "retrying"
    SENT = "sent"
    GIVEN_UP = "given-up"
    NOT_NEEDED = "not-needed"  #: an escalation whose alert was acknowledged in time; what a person took for noise first


class Held(StrEnum):
    """Why a delivery does not go out at once."""

    DIGEST = "digest"
    FOLLOW_UP = "follow-up"  #: its side told of the event before, and the channel has no quiet way
    BACKFILLED = "backfilled"
    LATE = "late"  #: we were blind: what came of that goes out together
    QUIET = "quiet-hours"
    LIMIT = "limit"
    MUTE = "mute"
    ESCALATION = "escalation"  #: goes out only when nobody acknowledges the alert in time


@dataclass(frozen=True, slots=True)
class Delivery:
    """One alert owed on one channel. (`channel`, `key`) is unique: the same alert cannot be owed twice there."""

    channel: str
    key: str
    alert: str  #: the short ID that people see: A-…
    subject: Finding | Notice
    due_at: datetime
    routes: tuple[str, ...] = ()
    level: Level = Level.ROUTINE
    digest: bool = False  #: bundled with what else is due on the channel at that time
    follow_up: bool = False  #: its side told of the event there before: it interrupts nobody where the channel can help
    held: Held | None = None  #: why it waits until `due_at`; None: it goes at once
    mute: str | None = None  #: the ID of the mute that holds it
    ack_by: datetime | None = None  #: unless it is acknowledged before then, others are told

    @property
    def statement(self) -> str | None:
        """The statement that it is about."""
        if isinstance(self.subject, Finding):
            return self.subject.change.statement
        return self.subject.subject if self.subject.kind is NoticeKind.CORRECTION else None


class Muted(StrEnum):
    """What a mute may name."""

    SOURCE = "source"
    ROUTE = "route"
    CHANNEL = "channel"
    EVENT = "event"
    STATEMENT = "statement"


@dataclass(frozen=True, slots=True)
class Mute:
    """What it names interrupts nobody until then; it is bundled at the end."""

    id: str  #: as people see it: M-…
    what: Muted
    name: str
    reason: str
    by: str
    since: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class Ack:
    """Somebody has seen an alert and sees to it."""

    alert: str
    at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class Push:
    """A message that a channel was owed of late, as the limit of a route counts it."""

    channel: str
    routes: tuple[str, ...]
    due_at: datetime
    level: Level
    over: bool  #: part of a bundle of what was over the limit: all of one time are one message


@dataclass(frozen=True, slots=True)
class Lately:
    """What routing must know of before: what went out in the last hour, what is muted, which events were joined."""

    pushed: tuple[Push, ...] = ()
    mutes: tuple[Mute, ...] = ()
    joined: Mapping[str, str] = field(default_factory=dict)  #: an event's ID -> of the one that it is part of now


def alert_id(key: str) -> str:
    """The short ID of an alert, the same on every channel and for every repeat: `A-7K2QM4`."""
    return "A-" + short_id(key, length=6).upper()


@dataclass(frozen=True, slots=True)
class Kept:
    """Where a capture stands in the archive."""

    sha256: str
    url: str
    captured_at: datetime
    status: int
    media_type: str
    size: int
    file: str  #: relative to the data folder
    offset: int
    withheld_at: datetime | None = None  #: its body was blanked then; its hash stays


@dataclass(frozen=True, slots=True)
class PollResult:
    """What one poll of one source came to: the log line, the counts on the command line."""

    source: str
    started_at: datetime
    finished_at: datetime
    state: State
    why: str = ""
    requests: int = 0
    entries: int = 0
    changes: Mapping[str, int] = field(default_factory=dict)  #: by change kind
    owed: int = 0
    next_poll_at: datetime | None = None

    @property
    def failed(self) -> bool:
        """The source could not be read."""
        return self.state not in READABLE


# ---------------------------------------------------------------- what the store answers


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement as the log shows it; the field names are the JSON shape that programs rely on."""

    id: str
    source: str
    side: str | None
    url: str | None
    title: str | None
    text: str
    language: str | None
    published_at: When | None
    first_seen_at: datetime
    last_seen_at: datetime
    change: ChangeKind  #: the latest
    version: int
    versions: int
    deleted_at: datetime | None
    beats: tuple[str, ...]  #: for which it is relevant
    relevant: bool
    unsure: bool
    level: Level
    topics: tuple[str, ...]
    countries: tuple[str, ...]
    event: str | None
    capture_sha256: str | None
    read_by: str = ""  #: `pdf` or `ocr`: its latest wording stands in a file or a picture
    pasted: bool = False  #: its latest wording was brought by hand
    corrected: str | None = None  #: why its latest change was an error of ours
    withheld: str | None = None  #: why its text and captures are hidden
    withheld_at: datetime | None = None
    withheld_by: str | None = None


@dataclass(frozen=True, slots=True)
class Chapter:
    """One change in the history of a statement: when, which wording, how assessed, shown by which capture."""

    kind: ChangeKind
    at: datetime
    version: Version
    assessments: tuple[Assessment, ...]
    capture: Kept | None
    significant: bool
    last_seen_at: datetime | None = None  #: for `deleted`, `replaced`
    missing_at: tuple[datetime, ...] = ()
    proof: str = ""
    twin: str | None = None  #: as of the change
    corrected_at: datetime | None = None  #: when we said that it was an error of ours
    correction: str = ""  #: and why
    backfilled: bool = False  #: these three as of the change
    baseline: bool = False
    flapping: bool = False


@dataclass(frozen=True, slots=True)
class Lost:
    """A statement that is missing, and not reported as no longer public: nothing proves it."""

    statement: Statement
    missing_at: tuple[datetime, ...]  #: when it was missed, or since when its own address says gone
    held: bool  #: part of a mass loss


@dataclass(frozen=True, slots=True)
class Span:
    """Coverage: a run of polls of one source with the same outcome."""

    source: str
    state: State
    why: str
    from_at: datetime
    to_at: datetime
    polls: int
    sees_back_to: When | None


@dataclass(frozen=True, slots=True)
class Health:
    """How a source stands now."""

    source: str
    state: State | None  #: None: never polled
    why: str
    last_poll_at: datetime | None
    last_good_at: datetime | None
    next_poll_at: datetime | None
    failures: int
    broken_since: datetime | None
    statements: int
    latest_at: datetime | None  #: when its newest statement was first seen


@dataclass(frozen=True, slots=True)
class Owed:
    """A delivery with what became of it so far."""

    id: int
    delivery: Delivery
    state: DeliveryState
    created_at: datetime
    tries: int
    next_try_at: datetime
    tried_at: datetime | None = None
    sent_at: datetime | None = None
    answer: str = ""  #: what the channel said last
    done_with: Mapping[str, str] = field(default_factory=dict)  #: recipients that have it; why, where refused for good


@dataclass(frozen=True, slots=True)
class Attempt:
    """One try of a delivery."""

    at: datetime
    answered_at: datetime | None  #: None: we do not know what came of it
    answer: str
