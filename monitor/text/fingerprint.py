"""The hash by which two wordings are the same, whatever noise a page adds."""

import re
import unicodedata
from hashlib import sha256

from monitor.text.normalise import INVISIBLE

_NOISE = re.compile(f"[\\s\x00-\x1f\x7f-\x9f{INVISIBLE}]+")


def fingerprint(title: str | None, text: str) -> str:
    """32 hex digits: equal for wordings that differ only in white space, invisible characters or NFC against NFD.

    White space is dropped whole, not folded to one space: the same Khmer or Japanese text is wrapped anywhere.
    """
    parts = (unicodedata.normalize("NFC", _NOISE.sub("", part)) for part in (title or "", text))
    return sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:32]
