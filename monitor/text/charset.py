"""Bytes to text: byte-order mark, what the server and the document declare, then what the bytes themselves say.

Only charsets of the WHATWG encoding standard are honoured; UTF-7 and Python's pseudo-codecs are not.
"""

import codecs
import re

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
    "gb_2312-80": "gb18030",
    "x-gbk": "gb18030",
    "ks_c_5601-1987": "cp949",
    "euc-kr": "cp949",
    "iso-8859-9": "cp1254",
    "tis-620": "cp874",
    "iso-8859-11": "cp874",
    "big5-hkscs": "big5hkscs",
    "x-euc-jp": "euc_jp",
    "utf-16": "utf-16-le",
}
_ALLOWED = frozenset(
    "utf-8 utf-16-le utf-16-be cp932 euc_jp iso2022_jp gb18030 hz big5 big5hkscs cp949 cp874 cp866 koi8-r koi8-u "
    "mac-roman iso8859-2 iso8859-3 iso8859-4 iso8859-5 iso8859-6 iso8859-7 iso8859-8 iso8859-10 iso8859-13 "
    "iso8859-14 iso8859-15 iso8859-16 cp1250 cp1251 cp1252 cp1253 cp1254 cp1255 cp1256 cp1257 cp1258".split()
)
_LOOKED_AT = 4096


def decode(body: bytes, content_type: str | None = None) -> str:
    """The text of a document. Never raises: what cannot be decoded becomes U+FFFD.

    A document that is valid UTF-8 and not plain ASCII is UTF-8, whatever is declared: a wrong declaration is common,
    a text in another charset that happens to be valid UTF-8 is not.
    """
    for mark, name in _BOMS:
        if body.startswith(mark):
            return body[len(mark) :].decode(name, "replace")
    declared = _declared(body, content_type)
    if declared not in ("utf-16-le", "utf-16-be", "iso2022_jp", "hz"):
        try:
            return body.decode("utf-8")
        except UnicodeDecodeError as error:
            if error.start >= len(body) - 4 and error.start > 0:  # cut in the middle of a character
                return body.decode("utf-8", "replace")
    if declared in ("utf-16-le", "utf-16-be") and not _looks_like_utf16(body):
        declared = None
    if declared is not None:
        text = body.decode(declared, "replace")
        if text.count("�") <= len(text) // 50:
            return text
    return _detected(body)


def _declared(body: bytes, content_type: str | None) -> str | None:
    labels = _PARAMETER.findall(content_type or "")
    labels += [(xml or meta).decode("ascii", "replace") for xml, meta in _DECLARED.findall(body[:_LOOKED_AT])]
    for label in labels:
        name = _known(label)
        if name is not None:
            return name
    return None


def _known(label: str) -> str | None:
    label = label.strip().lower()
    label = _ALIASES.get(label, label)
    try:
        name = codecs.lookup(label).name
    except (LookupError, ValueError):
        return None
    return name if name in _ALLOWED else None


def _looks_like_utf16(body: bytes) -> bool:
    return len(body) > 1 and body[:400].count(0) > len(body[:400]) // 5


def _detected(body: bytes) -> str:
    found = from_bytes(body[:50_000], cp_isolation=sorted(_ALLOWED)).best()
    name = _known(found.encoding) if found is not None else None
    return body.decode(name or "cp1252", "replace")
