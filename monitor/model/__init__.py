"""The frozen values that pass between stages, in the order in which a poll makes them.

Whose clock it is: `published_at` and `edited_at` are what the source claims; `captured_at`, `first_seen_at`,
`last_seen_at` and `at` are ours. Moments are aware UTC. Words: docs/glossary.md.
"""

from monitor.model.assessed import Assessment, Decision, Fact, Reason, Verdict
from monitor.model.changed import Change, Difference
from monitor.model.configured import Beat, Bundling, Byline, Digest, Escalation, Newsroom, Quiet, Route, Routing, Source
from monitor.model.embargoed import Embargo, Embargoed
from monitor.model.entries import Entry, Headline, Media
from monitor.model.fetched import Capture, Kept, Request, Validators
from monitor.model.found import Finding
from monitor.model.kinds import READABLE, ChangeKind, Level, Purpose, State, short_id, statement_id
from monitor.model.known import Before, Known, Version
from monitor.model.linked import Event, Gist, Line, Linked, Quote, Sides
from monitor.model.logged import Chapter, Health, Lost, Span, Statement
from monitor.model.noticed import ChainDay, Notice, NoticeKind, Room, Trouble
from monitor.model.owed import Ack, Attempt, Delivery, DeliveryState, Held, Lately, Mute, Muted, Owed, Push, alert_id
from monitor.model.polled import PollResult
from monitor.model.reading import Reading

__all__ = [
    "READABLE",
    "Ack",
    "Assessment",
    "Attempt",
    "Beat",
    "Before",
    "Bundling",
    "Byline",
    "Capture",
    "ChainDay",
    "Change",
    "ChangeKind",
    "Chapter",
    "Decision",
    "Delivery",
    "DeliveryState",
    "Difference",
    "Digest",
    "Embargo",
    "Embargoed",
    "Entry",
    "Escalation",
    "Event",
    "Fact",
    "Finding",
    "Gist",
    "Headline",
    "Health",
    "Held",
    "Kept",
    "Known",
    "Lately",
    "Level",
    "Line",
    "Linked",
    "Lost",
    "Media",
    "Mute",
    "Muted",
    "Newsroom",
    "Notice",
    "NoticeKind",
    "Owed",
    "PollResult",
    "Purpose",
    "Push",
    "Quiet",
    "Quote",
    "Reading",
    "Reason",
    "Request",
    "Room",
    "Route",
    "Routing",
    "Sides",
    "Source",
    "Span",
    "State",
    "Statement",
    "Trouble",
    "Validators",
    "Verdict",
    "Version",
    "alert_id",
    "short_id",
    "statement_id",
]
