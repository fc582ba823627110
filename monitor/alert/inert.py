"""Words of a source made harmless: no controls, nothing that turns the text around, no piled-up marks, no mentions."""

import re
from urllib.parse import quote

import regex

from monitor.text.excerpt import shorten

_UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u061c\u180e\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff"
    "\ufff9-\ufffb\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff\U000e0000-\U000e007f]|"
    "(?<![\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff])\u200b"  # between Khmer, Thai, Lao, Burmese words it is spelling
)
_PILED = regex.compile(r"([\p{Mn}\p{Me}]{6})[\p{Mn}\p{Me}]+")
"""Khmer stands five marks on a letter at most; Zalgo stands fifty."""
_MENTION = regex.compile(r"(?<![\p{L}\p{N}_.%+/-])@(?=[\p{L}\p{N}_&!])|@(?=(?i:everyone|here|channel|all)\b)")
_COMMAND = re.compile(r"<(?=[@!#&/:]|\w+:)")
_MASKED_LINK = re.compile(r"\](?=\()")
_ADDRESS = regex.compile(r"\p{L}:(?=//|\p{L})|(?<=[\p{L}\p{N}_-])\.(?=\p{L}{2})")
"""Where `scheme:` or `host.` is followed by what makes it an address."""
_BREAK = "\u200b"
_CALLS = r"@(?=(?i:everyone|here|channel|all)\b|&?\d)"  # chats look for these in addresses too
_UNSAFE = re.compile(rf'[\s<>"\\^`{{|}}]|{_UNSEEN.pattern}|{_BREAK}|{_CALLS}')
LONGEST_ADDRESS = 2000


def inline(text: str, limit: int = 1000) -> str:
    """One line of plain words, cut on a cluster."""
    seen = _UNSEEN.sub("", text[: 4 * limit + 1000])
    return shorten(_PILED.sub(r"\1", " ".join(seen.split())), limit)


def defused(text: str) -> str:
    """The same words to the eye, but `@everyone`, `<!here>`, `<@U1>` call nobody, `[this](elsewhere)` leads nowhere."""
    text = _COMMAND.sub(f"<{_BREAK}", unlinked(text))
    text = _MENTION.sub(f"@{_BREAK}", text)
    return _MASKED_LINK.sub(f"]{_BREAK}", text)


def unlinked(text: str) -> str:
    """The same words to the eye, but no program makes a link of an address in them by itself."""
    return str(_ADDRESS.sub(lambda found: f"{found.group()}{_BREAK}", text))


def web_address(url: str | None) -> str | None:
    """`url` where it is http(s), with what would end a link or call people percent-encoded; None for anything else."""
    url = (url or "").strip()
    if not re.match(r"(?i)https?://[^/\s]", url) or len(url) > LONGEST_ADDRESS:
        return None
    plain = _PILED.sub(lambda found: quote(found.group()), _spelled_out(url))
    made = _UNSAFE.sub(lambda found: quote(found.group(), safe="", errors="replace"), plain)
    return made if len(made) + made.count("&") * len("amp;") <= LONGEST_ADDRESS else None


def _spelled_out(url: str) -> str:
    """With the host as the net knows it, where it has letters that look like others, and no name before it."""
    scheme, _, rest = url.partition("://")
    before = re.split(r"[/?#\\]", rest, maxsplit=1)[0]
    host = before.rpartition("@")[2]
    try:
        known = host.encode("idna").decode("ascii") if not host.isascii() else host
    except UnicodeError:
        known = quote(host, safe=":", errors="replace")
    path = rest[len(before) :].replace("[", "%5B").replace("]", "%5D")
    return f"{scheme}://{known}{path}"
