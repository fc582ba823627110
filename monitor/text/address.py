"""One form of an address, by which two links to the same post are the same."""

import re
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

_TRACKING = re.compile(
    r"(?i)^(utm_\w+|fbclid|gclid|dclid|msclkid|yclid|mc_cid|mc_eid|igshid|igsh|ref_src|ref_url|__cft__.*|__tn__|"
    r"_ga|_gl|spm|cmpid|ncid|phpsessid|jsessionid|session_?id|mibextid|rdid|share_url)$"
)
_SESSION = re.compile(r"(?i);jsessionid=[^/?#]*")
_LONG_TOKEN = re.compile(r"[0-9A-Za-z]{16,}")
_ESCAPE = re.compile(r"%[0-9a-f]{2}", re.IGNORECASE)
_AS_IT_IS = "/%:@!$&'()*+,;=~"


def canonical(url: str) -> str:
    """The identity of an address, not an address to ask: no scheme, tracking, fragment or final slash.

    Junk that no parser understands comes back stripped, so that it is still equal to itself.
    """
    url = url.strip()
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").encode("idna").decode("ascii") if parts.hostname else ""
        port = f":{parts.port}" if parts.port not in (None, 80, 443) else ""
        path = quote(_SESSION.sub("", parts.path).rstrip("/"), safe=_AS_IT_IS)
        kept = [pair for pair in parse_qsl(parts.query, keep_blank_values=True) if not _is_tracking(*pair)]
        query = f"?{urlencode(kept)}" if kept else ""
    except (ValueError, UnicodeError):
        return url
    if not host:
        return url
    path = _ESCAPE.sub(lambda escape: escape.group().upper(), path)
    # A fragment that is a route (#!/news/1) is part of the address of some sites.
    fragment = f"#{parts.fragment}" if parts.fragment.startswith(("!", "/")) else ""
    return f"//{host.removeprefix('www.')}{port}{path}{query}{fragment}"


def _is_tracking(name: str, value: str) -> bool:
    """`sid` is a session on some sites and the number of the story on others."""
    if name.lower() == "sid":
        return _LONG_TOKEN.fullmatch(value) is not None
    return _TRACKING.match(name) is not None or (name, value) == ("ref", "embed_page")
