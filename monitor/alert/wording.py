"""The sentences of an alert about a finding: what happened, when, how sure, why. Their words are those of `Phrases`."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta

from monitor.alert.hours import clocks, hour, lapse, told
from monitor.alert.inert import inline, web_address
from monitor.alert.passages import language, reasons, swaps
from monitor.alert.phrases import Phrases
from monitor.model import Assessment, ChangeKind, Finding, Level, Newsroom, Reason
from monitor.read.embargo import words

MOST_LOOKS = 3
"""At which a statement was found missing, to be told one by one."""
LATE_AFTER = timedelta(hours=1)
REASONS, COUNTRIES = 6, 2
CARRIERS = 4


def news(finding: Finding, level: Level, say: Phrases) -> dict[str, str]:
    """What the first line is made of: side, change, topics, level, source and its kind."""
    source = finding.source
    sure = say(f"level.{'unsure' if finding.unsure else level}")
    topics = (say.or_else(f"topic.{each}", each) for each in _topics(finding))
    return {
        "side": source.side or "",
        "change": say(f"change.{finding.change.kind}"),
        "topics": inline(say("comma").join(topics), 80),
        "level": say("decided", level=sure) if finding.decided_by else sure,
        "source": inline(source.name, 120),
        "kind": say.or_else(f"kind.{source.kind}", source.kind),
    }


def why(finding: Finding, say: Phrases) -> tuple[str, ...]:
    """The words that speak for relevance, glossed; then what the configuration implies."""
    now_relevant = any(one.relevant for one in finding.assessments)
    lost = not now_relevant and any(one.relevant for one in finding.before)
    assessed = finding.before if lost else finding.assessments
    counted = [one for one in assessed if one.relevant] or [one for one in assessed if one.unsure] or assessed
    told = _telling(reasons(counted))
    countries = [one for one in told if one.kind == "country"][:COUNTRIES]
    shown = [one for one in told if one.kind != "country"][:REASONS] + countries
    told_so = [_reason(one, language(finding), say) for one in shown]
    if len(told) > len(shown):
        told_so.append(say("more", count=len(told) - len(shown)))
    spoken = say("semicolon").join(told_so)
    implied = inline(" ".join(_implied(counted, say)), 300)
    return tuple(filter(None, (say("why.before", reasons=spoken) if spoken and lost else spoken, implied)))


def embargo(finding: Finding) -> str:
    """The line by which a public post puts itself under an embargo; empty where none does, or we kept it back."""
    version = finding.change.version
    found = None if finding.embargo_until else words(version.title, version.text)
    return inline(found, 100) if found else ""


def carriers(finding: Finding) -> tuple[str, ...]:
    """The addresses of the files or pictures that a person should look at: they hold the text, or could not be read."""
    version = finding.change.version
    if version.whole and not version.read_by:
        return ()
    held = [web_address(each.url) for each in version.media if each.type in ("file", "image")]
    return tuple(each for each in dict.fromkeys(held) if each and each != web_address(finding.change.url))[:CARRIERS]


def _topics(finding: Finding) -> tuple[str, ...]:
    counted = [one for one in (*finding.assessments, *finding.before) if one.relevant or one.unsure]
    return tuple(dict.fromkeys(topic for one in counted for topic in one.topics))


def _first_and_last(looks: Sequence[str]) -> Sequence[str]:
    """The first two and the last, where a source that is polled often was looked at more often than a reader cares."""
    return looks if len(looks) <= MOST_LOOKS else (*looks[:2], "…", looks[-1])


def times(finding: Finding, newsroom: Newsroom, now: datetime, say: Phrases) -> Iterator[str]:
    """When it was posted, seen, missed, on all clocks that matter."""
    change, zones = finding.change, clocks(newsroom.timezone, finding.source)
    here = zones[0]
    today = now.astimezone(here).date()
    posted = _posted(finding, newsroom, today, say)
    if change.taken_down:
        if change.kind is ChangeKind.REPLACED:
            yield say("replaced")
        looks = dict.fromkeys(hour(at, here, today, say) for at in change.missing_at or (change.at,))
        missing = _first_and_last(tuple(looks))
        seen = [say("last_seen", when=told(change.last_seen_at, zones, today, say))] if change.last_seen_at else []
        yield say("gone", seen=say("comma").join([*seen, say("missing", hours=say.listed(missing))]))
        if change.proof:
            yield say("proof", proof=inline(say.sentence(change.proof), 200))
        yield posted
    elif change.kind is ChangeKind.RESTORED:
        yield say("restored", when=told(change.at, zones, today, say))
        yield posted
    elif change.kind is ChangeKind.EDITED:
        key = "edit_seen_since" if change.last_seen_at else "edit_seen"
        since = hour(change.last_seen_at, here, today, say) if change.last_seen_at else ""
        yield say(key, when=told(change.at, zones, today, say), hour=since)
        yield posted
    else:
        has_hour = isinstance(change.version.published_at, datetime)
        when = hour(change.at, here, today, say) if has_hour else told(change.at, zones[:1], today, say)
        yield say("seen", posted=posted, when=when)


def _posted(finding: Finding, newsroom: Newsroom, today: date, say: Phrases) -> str:
    when = finding.change.version.published_at
    if isinstance(when, datetime):
        key = "posted_again" if finding.change.kind is ChangeKind.REPLACED else "posted"
        return say(key, when=told(when, clocks(newsroom.timezone, finding.source), today, say))
    return say("dated", day=say.day(when)) if when else say("undated")


def cautions(finding: Finding, newsroom: Newsroom, now: datetime, say: Phrases) -> Iterator[str]:
    """What a reader must know before trusting it; last, the short replacements of an edit."""
    yield from map(say, _doubts(finding))
    change, zones = finding.change, clocks(newsroom.timezone, finding.source)
    if finding.embargo_until:
        today = now.astimezone(zones[0]).date()
        yield say("kept_back", when=told(finding.embargo_until, zones, today, say))
    when = change.version.published_at
    if change.kind is ChangeKind.NEW and isinstance(when, datetime) and change.at - when > LATE_AFTER:
        yield say("seen_late", span=lapse(change.at - when, say))
    changed = swaps(finding)
    if changed:
        yield say("changed", swaps=say("semicolon").join(changed))


def _doubts(finding: Finding) -> Iterator[str]:
    """The keys of their phrases."""
    change = finding.change
    lost = (
        change.kind is ChangeKind.EDITED and finding.relevant and not any(one.relevant for one in finding.assessments)
    )
    doubts = {
        "pasted": finding.pasted,
        f"read_by.{change.version.read_by}": bool(change.version.read_by),
        "not_whole": not change.version.whole,
        "not_whole_before": change.kind is ChangeKind.EDITED
        and change.version.whole
        and change.before is not None
        and not change.before.whole,
        "unsure": finding.unsure,
        "backfilled": change.backfilled,
        "flapping": change.flapping,
        "typographic": not change.significant,
        "lost_relevance": lost,
    }
    return (key for key, holds in doubts.items() if holds)


def _implied(assessed: Iterable[Assessment], say: Phrases) -> tuple[str, ...]:
    return tuple(dict.fromkeys(inline(say.sentence(each), 160) for one in assessed for each in one.why))


def _telling(found: Iterable[Reason]) -> list[Reason]:
    """Each term once, with its meaning, and each country once, in the order of the text."""
    by_words: dict[str, Reason] = {}
    for one in found:
        words = one.value if one.kind == "country" else one.text
        if words not in by_words or (one.gloss and not by_words[words].gloss and one.kind != "country"):
            by_words[words] = one
    return list(by_words.values())


def _reason(reason: Reason, spoken: str | None, say: Phrases) -> str:
    """The word itself; with what it means, unless it stands in the newsroom's own language."""
    words = inline(reason.text, 60)
    if reason.kind == "country":
        country = say.country(reason.value)
        is_plain = words == country or (words.isascii() and say.language == "en")
        return say("named", country=country) if is_plain else say("named.words", country=country, words=words)
    gloss = "" if spoken == say.language != "en" else inline(say.gloss(reason.gloss or words), 60)
    return f"{words} [{gloss}]" if gloss and gloss.casefold() != words.casefold() else words
