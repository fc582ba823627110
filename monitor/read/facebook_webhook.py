"""What Meta tells of a page whose office has put our app on it: which post was posted, edited, removed or hidden.

Nothing of it is taken for text: it only says where to look. The names of those who did it, and comments, are left out.
"""

import hmac
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from monitor.read.json_tree import NotJson, objects, parse, string

_OF_READERS = frozenset({"comment", "reaction", "like"})
_TAKEN_DOWN = frozenset({"remove", "hide"})
_POST = re.compile(r"\d{1,30}_\d{1,30}")


@dataclass(frozen=True, slots=True)
class Told:
    """One thing that happened on a page."""

    page: str
    verb: str  #: add, edit, edited, remove, hide, unhide …
    item: str  #: post, status, photo, video, link …
    post: str | None
    time: str | None  #: seconds since 1970, as it is written

    @property
    def taken_down(self) -> bool:
        """Whether it is said that readers can no longer see the post."""
        return self.verb in _TAKEN_DOWN

    @property
    def evidence(self) -> bytes:
        """It as a document to keep, in Meta's own words and without any person's name."""
        said = {"item": self.item, "verb": self.verb, "post_id": self.post}
        entry = {"id": self.page, "time": self.time, "changes": [{"field": "feed", "value": said}]}
        return json.dumps({"object": "page", "entry": [entry]}, ensure_ascii=False).encode()


def signed(body: bytes, signature: str | None, secret: str) -> bool:
    """Whether `X-Hub-Signature-256` shows that the body comes from who knows the app's secret."""
    right = hmac.new(secret.encode(), body, "sha256").hexdigest()
    given = (signature or "").removeprefix("sha256=")
    return bool(secret) and hmac.compare_digest(right.encode(), given.encode("utf-8", "replace"))


def told(body: bytes) -> tuple[Told, ...] | None:
    """What happened to the posts of pages; None: this is no such message."""
    try:
        said = parse(body.decode("utf-8", "replace"))
    except NotJson:
        return None
    if string(said, "object") != "page":
        return None
    return tuple(dict.fromkeys(_told(said)))


def _told(said: Any) -> Iterator[Told]:
    for entry in objects(said, "entry"):
        page = string(entry, "id")
        for change in objects(entry, "changes"):
            verb, item = string(change, "value", "verb"), string(change, "value", "item")
            if page is None or verb is None or string(change, "field") != "feed" or item in _OF_READERS:
                continue
            post = string(change, "value", "post_id")
            post = post if post is not None and _POST.fullmatch(post) else None
            yield Told(page, verb, item or "", post, string(entry, "time"))
