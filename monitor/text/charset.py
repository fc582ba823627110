"""Bytes to text: byte-order mark, what the bytes themselves say, what the server and the document declare.

Only charsets of the WHATWG encoding standard are honoured; UTF-7 and Python's pseudo-codecs are not.
"""

import codecs
import re
from collections.abc import Iterator

from charset_normalizer import from_bytes

_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_DECLARED = re.compile(
    rb"""<\?xml[^>]{0,200}?encoding\s*=\s*["']\s*([\w.:-]{2,40})|<meta[^>]{0,400}?charset\s*=\s*["']?\s*([\w.:-]{2,40})""",
    re.IGNORECASE,
)
_PARAMETER = re.compile(r"charset\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.IGNORECASE)

# Labels as browsers understand them: the older name stands for its superset.
_ALIASES = {
    "utf8": "utf-8",
    "unicode-1-1-utf-8": "utf-8",
    "us-ascii": "cp1252",
    "ascii": "cp1252",
    "iso-8859-1": "cp1252",
    "latin1": "cp1252",
    "latin-1": "cp1252",
    "windows-31j": "cp932",
    "shift_jis": "cp932",
    "shift-jis": "cp932",
    "sjis": "cp932",
    "x-sjis": "cp932",
    "ms_kanji": "cp932",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "gb_2312": "gb18030",
    "gb_2312-80": "gb18030",
    "x-gbk": "gb18030",
    "ks_c_5601-1987": "cp949",
    "ksc5601": "cp949",
    "windows-949": "cp949",
    "euc-kr": "cp949",
    "iso-8859-9": "cp1254",
    "tis-620": "cp874",
    "tis620": "cp874",
    "iso-8859-11": "cp874",
    "windows-874": "cp874",
    "dos-874": "cp874",
    "iso-8859-8-i": "iso8859-8",
    "big5": "big5hkscs",
    "cn-big5": "big5hkscs",
    "x-x-big5": "big5hkscs",
    "big5-hkscs": "big5hkscs",
    "x-euc-jp": "euc_jp",
    "utf-16": "utf-16-le",
}
_ALLOWED = frozenset(
    {"utf-8", "utf-16-le", "utf-16-be", "cp932", "euc_jp", "iso2022_jp", "gb18030", "big5hkscs", "cp949", "cp874"}
    | {"cp866", "koi8-r", "koi8-u", "mac-roman"}
    | {f"iso8859-{part}" for part in (2, 3, 4, 5, 6, 7, 8, 10, 13, 14, 15, 16)}
    | {f"cp125{number}" for number in range(9)}
)
_TAKES_ANYTHING = "cp1252"
"""Each byte is a letter in it, and servers declare it where nobody told them: so it proves nothing."""
_IN_ASCII = "iso2022_jp"  # its bytes are valid UTF-8 too
_LOOKED_AT = 4096


def decode(body: bytes, content_type: str | None = None) -> str:
    """The text of a document. Never raises: what cannot be decoded becomes U+FFFD.

    A document that is valid UTF-8 and not plain ASCII is UTF-8, whatever is declared: a wrong declaration is common,
    a text in another charset that happens to be valid UTF-8 is not. Of the charsets declared the first that fits wins.
    """
    for mark, name in _BOMS:
        if body.startswith(mark):
            return body[len(mark) :].decode(name, "replace")
    wide = _wide(body)
    if wide is not None:
        return body.decode(wide, "replace")
    declared = sorted(dict.fromkeys(_declared(body, content_type)), key=lambda name: name == _TAKES_ANYTHING)
    candidates = declared if declared[:1] == [_IN_ASCII] else ["utf-8", *declared]
    for name in candidates:
        try:
            return body.decode(name)
        except UnicodeDecodeError as error:
            if name == "utf-8" and _is_cut(body, error):
                return body.decode("utf-8", "replace")
    for name in declared:
        text = body.decode(name, "replace")
        if text.count("�") <= len(text) // 50:
            return text
    return _detected(body)


def _declared(body: bytes, content_type: str | None) -> Iterator[str]:
    labels = _PARAMETER.findall(content_type or "")
    labels += [(xml or meta).decode("ascii", "replace") for xml, meta in _DECLARED.findall(body[:_LOOKED_AT])]
    for label in labels:
        name = _known(label)
        if name is not None:
            yield name


def _known(label: str) -> str | None:
    label = label.strip().lower()
    try:
        name = codecs.lookup(_ALIASES.get(label, label)).name
    except (LookupError, ValueError):
        return None
    return name if name in _ALLOWED else None


def _wide(body: bytes) -> str | None:
    """UTF-16 without a mark: markup in it has a zero in each second byte."""
    head = body[:40]
    if len(head) < 4 or head.count(0) <= len(head) // 5:
        return None
    return "utf-16-be" if head[::2].count(0) > head[1::2].count(0) else "utf-16-le"


def _is_cut(body: bytes, error: UnicodeDecodeError) -> bool:
    """Valid UTF-8 with letters beyond ASCII, ended in the middle of a character."""
    return error.reason == "unexpected end of data" and not body[: error.start].isascii()


def _detected(body: bytes) -> str:
    found = from_bytes(body[:50_000], cp_isolation=sorted(_ALLOWED)).best()
    name = _known(found.encoding) if found is not None else None
    return body.decode(name or _TAKES_ANYTHING, "replace")
