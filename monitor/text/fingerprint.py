"""The hash by which two wordings are the same, whatever noise a page adds."""

import re
import unicodedata
from hashlib import sha256

_NOISE = re.compile(
    "[\\s\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\u034f\u061c\u180e\u00a0\u3000\x00-\x1f]+"
)


def fingerprint(title: str | None, text: str) -> str:
    """32 hex digits: equal for wordings that differ only in white space, invisible characters or NFC against NFD.

    White space is dropped whole, not folded to one space: the same Khmer or Japanese text is wrapped anywhere.
    """
    parts = (_NOISE.sub("", unicodedata.normalize("NFC", part)) for part in (title or "", text))
    return sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:32]
