"""An alert as a program wants it: the JSON webhook's shape. Fields may be added; none is renamed."""

from collections.abc import Iterable, Mapping
from typing import Any

from monitor.alert import beside
from monitor.alert.channel import Passage
from monitor.alert.inert import web_address
from monitor.alert.phrases import Phrases
from monitor.alert.wording import carriers, why
from monitor.model import Delivery, Finding, Held, Notice, NoticeKind
from monitor.times import iso


def of_finding(
    delivery: Delivery, finding: Finding, passages: Iterable[Passage], repeat: bool, say: Phrases
) -> Mapping[str, Any]:
    """The change and the whole wording that it is about; `passages` quote what people are shown, labelled."""
    change = finding.change
    return {
        "id": delivery.alert,
        "change": str(change.kind),
        "level": str(delivery.level),
        "statement": change.statement,
        "source": finding.source.id,
        "side": finding.source.side,
        "title": change.version.title,
        "text": change.version.text,
        "url": web_address(change.url),
        "why": list(why(finding, say)),
        "repeat": repeat,
        "passages": [{"label": each.label or None, "text": each.text} for each in passages],
        "twin": change.twin,
        "event": beside.shape(finding.linked),
        "follow_up": delivery.follow_up,
        "escalated": delivery.held is Held.ESCALATION,
        "ack_by": iso(delivery.ack_by),
        "read_by": change.version.read_by,
        "decided_by": finding.decided_by,
        "carriers": list(carriers(finding)),
    }


def of_notice(delivery: Delivery, notice: Notice, repeat: bool) -> Mapping[str, Any]:
    """`change` is `notice`, `title` its kind, `source` what it is about, `why` what to do.

    A correction names its statement.
    """
    return {
        "id": delivery.alert,
        "change": "notice",
        "level": str(delivery.level),
        "statement": notice.subject if notice.kind is NoticeKind.CORRECTION else None,
        "source": notice.subject,
        "side": None,
        "title": str(notice.kind),
        "text": notice.text,
        "url": None,
        "why": [notice.mend] if notice.mend else [],
        "repeat": repeat,
        "passages": [],
        "twin": None,
        "event": None,
        "follow_up": False,
        "escalated": False,
        "ack_by": None,
        "read_by": "",
        "decided_by": None,
        "review": None,
        "carriers": [],
    }
