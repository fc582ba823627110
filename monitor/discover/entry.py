"""The entry that a source would have in `sources.yaml`: its ID, its name, its keys. Pure."""

import re
from collections.abc import Collection, Iterable, Mapping
from typing import Any
from urllib.parse import urlsplit

from monitor.model import Before, Capture, Source
from monitor.read import READERS, linked_data, markup
from monitor.text.address import canonical
from monitor.text.charset import decode
from monitor.text.normalise import clean

LONGEST_NAME = 120
_LONGEST_ID = 40
_NO_ID = re.compile(r"[^a-z0-9]+")
_COMMON = frozenset({"www", "com", "org", "net", "gov", "gob", "gouv", "go", "gv", "co", "ac", "int", "info", "edu"})


def name_in(captures: Iterable[Capture]) -> str | None:
    """What the first document calls itself, for people; None where it says nothing."""
    for capture in captures:
        root = markup.parse(decode(capture.body, capture.header("content-type")))
        if root is None:
            continue
        meta = linked_data.meta(root)
        title = next((each.text for each in root.iter("title") if each.text and each.text.strip()), None)
        return safe(meta.get("og:site_name") or meta.get("og:title") or title or "") or None
    return None


def safe(name: str) -> str:
    """A name that a stranger chose: one line, and no `${NAME}` that would be filled in."""
    line = "".join(sign for sign in " ".join(clean(name).split()) if sign.isprintable())
    return line.replace("${", "$ {")[:LONGEST_NAME].strip()


def id_for(source: Source, keys: Mapping[str, str], taken: Collection[str]) -> str:
    """A short ID that is free: from the account or channel, else from the host."""
    account = next((keys[key] for key in ("account", "channel", "page") if key in keys), "")
    labels = (urlsplit(source.url or keys.get("url", "")).hostname or "").split(".")
    telling = [label for label in labels[:-1] if label not in _COMMON] or labels
    said = account.strip("@").partition("@")[0].partition(".bsky")[0] or "-".join(telling)
    base = _NO_ID.sub("-", said.lower()).strip("-")[:_LONGEST_ID] or "source"
    ways = [base, f"{base}-{source.kind}", *(f"{base}-{source.kind}-{number}" for number in range(2, len(taken) + 3))]
    return next(way for way in ways if way not in taken)


def same(source: Source, others: Iterable[Source]) -> Source | None:
    """The source that is there already for what `source` reads."""
    mine = _addresses(source)
    return next((each for each in others if mine & _addresses(each)), None)


def entry(source_id: str, name: str, kind: str, keys: Mapping[str, str], **more: Any) -> dict[str, Any]:
    """The keys as they are written; what is empty is left out."""
    said = {"id": source_id, "name": name, "kind": kind, **keys, **more}
    return {key: value for key, value in said.items() if value}


def _addresses(source: Source) -> frozenset[str]:
    """What it asks, and what people are shown of it."""
    if source.options is None:
        return frozenset()
    asked = READERS[source.kind].ask(source, Before()).url
    return frozenset(canonical(url) for url in (asked, source.url) if url)
