"""A change that is of concern."""

from dataclasses import dataclass
from datetime import datetime

from monitor.model.assessed import Assessment
from monitor.model.changed import Change
from monitor.model.configured import Byline
from monitor.model.kinds import Level
from monitor.model.linked import Linked


@dataclass(frozen=True, slots=True)
class Finding:
    """A change with its assessments: what a poll hands to routing."""

    change: Change
    source: Byline
    assessments: tuple[Assessment, ...] = ()  #: of `change.version`, one per beat
    before: tuple[Assessment, ...] = ()  #: of the wording before, for an edit
    pasted: bool = False  #: brought by hand
    concepts: tuple[str, ...] = ()  #: what the wording speaks of, in its order, in any language: countries and terms
    linked: Linked | None = None  #: the event that it reports; None: it was not asked, or concerns nobody
    embargo_until: datetime | None = None  #: we had it before, and kept it back until then

    @property
    def relevant(self) -> bool:
        """Now, or in a version before: a loss of relevance is news."""
        return self.change.was_relevant or any(one.relevant for one in (*self.assessments, *self.before))

    @property
    def urgent(self) -> bool:
        """Relevant and urgent, now or in the wording before; so is what differs in a figure from what was told."""
        told = [one for one in (*self.assessments, *self.before) if one.relevant]
        differs = self.linked is not None and self.linked.differs
        return any(one.level is Level.URGENT for one in told) or bool(told and differs)

    @property
    def unsure(self) -> bool:
        """No assessment is sure that it is relevant, and one is unsure."""
        return not self.relevant and any(one.unsure for one in self.assessments)

    @property
    def decided_by(self) -> str | None:
        """The person who decided that it is relevant."""
        return next((one.decided_by for one in self.assessments if one.relevant and one.decided_by), None)
