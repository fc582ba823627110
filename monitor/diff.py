"""DIFF: what a reading means for what we know. Pure.

What could be read counts in every state; what is absent counts only in a whole reading, and then only when the
statement's own address proves it (absence.py). Noise is no edit.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from monitor.absence import CONFIRM_AFTER, HELD_FROM, absent
from monitor.first_sight import dated_by_first_sight
from monitor.identity import identified, in_place_of_posts
from monitor.model import (
    Before,
    Change,
    ChangeKind,
    Difference,
    Entry,
    Known,
    Reading,
    Source,
    Version,
    statement_id,
)
from monitor.replaced import with_replacements
from monitor.text.difference import significant
from monitor.text.fingerprint import fingerprint
from monitor.times import When

LONG_BEFORE = timedelta(hours=24)
"""An entry dated so long before our last whole look is marked backfilled."""
FLAPPING_WITHIN = timedelta(hours=24)
FLAPPING_FROM = 3
"""The appearance of one wording, within a day, from which it is flapping."""

SHOWN_OTHERWISE_SHARE = 0.5
"""More than this share of what is listed, cut or carried on at once: the list shows its texts otherwise now.

That is kept in the log as a matter of form; what only the longer texts show to concern us is told."""


def diff(source: Source, before: Before, reading: Reading, now: datetime) -> Difference:
    """The changes that a reading shows, the oldest entry first, and the absences that prove nothing yet."""
    shown = identified(reading, before)
    look = _Look(source, before, shown, now, in_place_of_posts(shown, before), _cut_otherwise(shown, before))
    changes = (*look.shown(), *look.restored())
    if not source.knows_deletions:
        return Difference(changes)
    lost = absent(before, look.reading)
    missing = [known for known in lost.missing if known.missing_at and now - known.missing_at[0] >= CONFIRM_AFTER]
    strayed = [known for known in lost.strayed if known.gone_at and now - known.gone_at >= CONFIRM_AFTER]
    held = (*(missing if lost.is_mass_loss else ()), *(strayed if lost.is_mass_loss or lost.are_many_gone else ()))
    gone = [known for known in (*missing, *strayed) if known.key in look.reading.gone and known not in held]
    return Difference(
        changes=with_replacements((*changes, *map(look.deleted, gone)), before, look.reading, now),
        missing=tuple(known.key for known in lost.missing),
        held=tuple(known.key for known in held),
    )


@dataclass(frozen=True, slots=True)
class _Look:
    """One reading beside what was known before it."""

    source: Source
    before: Before
    reading: Reading
    now: datetime
    covered: frozenset[str]  #: another page stands at their own addresses
    cut_otherwise: frozenset[str]  #: the list shows less of their texts than before, or more

    def shown(self) -> Iterator[Change]:
        """The changes that entries show; a list gives its newest first."""
        for entry in reversed(_one_for_each_key(self.reading)):
            known = self.before.known.get(entry.key)
            wordings = (*entry.earlier, entry)
            if known is None:
                new = self._new(wordings[0])
                yield new
                edits = self._edits(wordings[1:], self._just_made(new))
                yield from (replace(edit, baseline=new.baseline, backfilled=new.backfilled) for edit in edits)
            elif known.deleted_at is None and entry.key not in self.covered and not known.withheld:
                yield from self._edits(wordings, known)

    def _edits(self, wordings: Iterable[Entry], known: Known) -> Iterator[Change]:
        """One wording after the other, each compared with the one before it."""
        for wording in wordings:
            if self._reworded(wording, known):
                edit = self._edited(wording, known)
                yield edit
                known = replace(known, version=edit.version, recent=(*known.recent, (self.now, edit.version.hash)))

    def _just_made(self, new: Change) -> Known:
        """What is known of a statement that this very reading shows for the first time."""
        return Known(new.statement, new.key, new.url, new.version, self.now, self.now, self.now)

    def restored(self) -> Iterator[Change]:
        """Statements reported as no longer public that are listed again, with or without their text.

        What only its own address shows must say the same as before: many a site answers anything with some page.
        """
        entries = {entry.key: entry for entry in _one_for_each_key(self.reading)}
        for key in dict.fromkeys((*entries, *self.reading.listed)):
            known = self.before.known.get(key)
            if known is None or known.deleted_at is None or known.withheld:
                continue
            entry = entries.get(key)
            reworded = entry is not None and self._reworded(entry, known)
            if key in self.covered and key not in self.reading.listed:
                continue
            reworded = reworded and key not in self.covered
            if reworded and key in self.reading.tried and key not in self.reading.listed:
                continue
            is_told_anew = reworded or (known.forgotten and key not in self.covered)
            wording = self._wording(entry, known.version) if entry and is_told_anew else known.version
            yield self._change(ChangeKind.RESTORED, known, wording)

    def deleted(self, known: Known) -> Change:
        """A statement missed twice, or not listed any more, whose own address says gone (then for the second time)."""
        return replace(
            self._change(ChangeKind.DELETED, known, None),
            missing_at=(*(known.missing_at or filter(None, [known.gone_at])), self.now),
            proof=self.reading.proofs.get(known.key, ""),
        )

    def _new(self, entry: Entry) -> Change:
        stood_there = self.before.baseline_at is None or entry.key in self.reading.baseline
        if not stood_there:
            dated = dated_by_first_sight(entry.published_at, self.before.last_whole_at, self.now)
            entry = replace(entry, published_at=dated)
        return Change(
            kind=ChangeKind.NEW,
            statement=statement_id(self.source.id, entry.key),
            key=entry.key,
            url=entry.url,
            at=self.now,
            before=None,
            after=self._wording(entry, None),
            baseline=stood_there and not self._recent(entry.published_at),
            backfilled=not stood_there and self._dated_long_before(entry.published_at),
        )

    def _edited(self, entry: Entry, known: Known) -> Change:
        wording = self._wording(entry, known.version)
        since = self.now - FLAPPING_WITHIN
        appeared = sum(at >= since and wording.hash == earlier for at, earlier in known.recent)
        return replace(
            self._change(ChangeKind.EDITED, known, wording),
            significant=not (known.relevant and entry.key in self.cut_otherwise)
            and significant(_title_and_text(known.version), _title_and_text(wording)),
            flapping=appeared + 1 >= FLAPPING_FROM,
        )

    def _change(self, kind: ChangeKind, known: Known, after: Version | None) -> Change:
        return Change(
            kind=kind,
            statement=known.statement,
            key=known.key,
            url=known.url,
            at=self.now,
            before=known.version,
            after=after,
            was_relevant=known.relevant,
            last_seen_at=known.last_seen_at,
        )

    def _wording(self, entry: Entry, before: Version | None) -> Version:
        """The entry as a version; the date of publication is the one before where the entry gives none, or the same."""
        same = before is not None and entry.published_as_written == before.published_as_written is not None
        dated = before if before is not None and (same or entry.published_at is None) else entry
        return Version(
            number=before.number + 1 if before else 1,
            title=entry.title,
            text=entry.text,
            hash=fingerprint(entry.title, entry.text),
            captured_at=self.now,
            published_at=dated.published_at,
            published_as_written=dated.published_as_written,
            edited_at=entry.edited_at,
            marked_edited=entry.marked_edited,
            author=entry.author,
            language=entry.language,
            media=entry.media,
            whole=entry.whole,
            read_by=entry.read_by,
            capture_sha256=self.reading.shown_by.get(entry.key),
            fingerprint=self.reading.fingerprint,
        )

    def _reworded(self, entry: Entry, known: Known) -> bool:
        """Whether the source says something else now. Like is compared with like: a cut text is no edit of a whole
        one, and what a list shows is no edit of what stands at the statement's own address."""
        if not self.source.knows_edits or fingerprint(entry.title, entry.text) == known.version.hash:
            return False
        if not entry.whole and (known.version.whole or (known.version.text and not entry.text)):
            return False
        if not entry.whole and known.version.read_by and not entry.read_by:
            return False
        return not known.opened or entry.key in self.reading.looked_at

    def _recent(self, when: When | None) -> bool:
        """Whether it is known to be dated within `alert_recent` of now; a day is compared with days."""
        if when is None:
            return False
        early, late = self.now - self.source.alert_recent, self.now + self.source.alert_recent
        if isinstance(when, datetime):
            return early <= when <= late
        zone = self.source.timezone
        return early.astimezone(zone).date() <= when <= late.astimezone(zone).date()

    def _dated_long_before(self, when: When | None) -> bool:
        """Whether it is dated long before our last whole look; a day counts to its end."""
        if when is None or self.before.last_whole_at is None:
            return False
        bound = self.before.last_whole_at - LONG_BEFORE
        if isinstance(when, datetime):
            return when < bound
        return when < bound.astimezone(self.source.timezone).date()


def _one_for_each_key(reading: Reading) -> list[Entry]:
    """What an entry's own address says goes before what a list says; else what is listed first."""
    entries: dict[str, Entry] = {}
    for entry in reading.entries:
        if entry.key not in entries or entry.key in reading.looked_at:
            entries[entry.key] = entry
    return list(entries.values())


def _cut_otherwise(reading: Reading, before: Before) -> frozenset[str]:
    """The keys of what was cut or carried on, where that happens to most of a list at once: no office edits so."""
    both = [
        (entry, before.known[entry.key].version) for entry in _one_for_each_key(reading) if entry.key in before.known
    ]
    found = frozenset(entry.key for entry, version in both if _is_beginning(entry, version))
    return found if len(found) >= HELD_FROM and len(found) > SHOWN_OTHERWISE_SHARE * len(both) else frozenset()


def _is_beginning(entry: Entry, version: Version) -> bool:
    """Whether one of two texts is the beginning of the other, under the same title."""
    one, other = (" ".join(each.text.split()).rstrip(".… ") for each in (entry, version))
    shorter, longer = sorted((one, other), key=len)
    return entry.title == version.title and shorter != longer and shorter != "" and longer.startswith(shorter)


def _title_and_text(version: Version) -> str:
    return f"{version.title or ''}\n{version.text}"
