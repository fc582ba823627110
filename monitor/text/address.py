"""One form of an address, by which two links to the same post are the same."""

import re
from urllib.parse import parse_qsl, urlencode, urlsplit

_TRACKING = re.compile(
    r"(?i)^(utm_\w+|fbclid|gclid|dclid|msclkid|yclid|mc_cid|mc_eid|igshid|igsh|ref_src|ref_url|__cft__.*|__tn__|"
    r"_ga|_gl|spm|cmpid|ncid|phpsessid|jsessionid|sid|session_?id|mibextid|rdid|share_url)$"
)
_SESSION = re.compile(r"(?i);jsessionid=[^/?#]*")


def canonical(url: str) -> str:
    """The identity of an address, not an address to ask: no scheme, tracking, fragment or final slash; host in lower case.

    Junk that no parser understands comes back stripped, so that it is still equal to itself.
    """
    url = url.strip()
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").encode("idna").decode("ascii") if parts.hostname else ""
        port = f":{parts.port}" if parts.port not in (None, 80, 443) else ""
    except (ValueError, UnicodeError):
        return url
    if not host:
        return url
    path = _SESSION.sub("", parts.path).rstrip("/")
    kept = [
        (name, value)
        for name, value in parse_qsl(parts.query, keep_blank_values=True)
        if not _TRACKING.match(name) and (name, value) != ("ref", "embed_page")
    ]
    query = f"?{urlencode(kept)}" if kept else ""
    # A fragment that is a route (#!/news/1) is part of the address of some sites.
    fragment = f"#{parts.fragment}" if parts.fragment.startswith(("!", "/")) else ""
    return f"//{host.removeprefix('www.')}{port}{path}{query}{fragment}"
