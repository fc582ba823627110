"""Which addresses may be asked at all. Pure: what is decided here is enforced on the socket by `line.py`."""

import re
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from urllib.parse import urlsplit

LONGEST_URL = 4096
WEB, MAIL = ("http", "https"), ("imap", "imaps")

_IPV6_PUBLIC = IPv6Network("2000::/3")
_NAT64 = IPv6Network("64:ff9b::/96")
_NOT_PUBLIC = (  # what `is_global` of one Python or another lets pass
    IPv4Network("192.0.0.0/24"),
    IPv4Network("192.88.99.0/24"),
    IPv6Network("2001::/23"),
    IPv6Network("2002::/16"),
    IPv6Network("3fff::/20"),
)
_FORBIDDEN = re.compile(r"[\x00-\x1f\x7f\\\ud800-\udfff]")


def allowed(address: str) -> bool:
    """Whether an IP address is public, and so is the IPv4 address that it carries (mapped, NAT64).

    In IPv6 only 2000::/3 is public; Teredo and 6to4, which nobody needs any more, are refused as a whole.
    """
    try:
        return _is_public(ip_address(address))
    except ValueError:
        return False


def _is_public(ip: IPv4Address | IPv6Address) -> bool:
    if isinstance(ip, IPv6Address):
        carried = ip.ipv4_mapped or (IPv4Address(int(ip) & 0xFFFFFFFF) if ip in _NAT64 else None)
        if carried is not None:
            return _is_public(carried)
        if ip not in _IPV6_PUBLIC:
            return False
    return ip.is_global and not ip.is_multicast and not any(ip in network for network in _NOT_PUBLIC)


def objection(url: str, schemes: tuple[str, str] = WEB) -> str:
    """The rule that an address breaks; empty when it may be asked. No link leads to a mailbox: only a login does."""
    if len(url) > LONGEST_URL:
        return "the address is too long"
    if _FORBIDDEN.search(url):
        return "the address holds a backslash, a control character or half a character"
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:
        return "this is not an address"
    if parts.scheme not in schemes:
        return f"only {' and '.join(schemes)} are asked"
    if "@" in parts.netloc:
        return "the address names a user"
    if not host or port == 0:
        return "the address names no host"
    return ""


def is_private_literal(url: str) -> bool:
    """Whether an address is written as a number that is not public: even a proxy is not sent there."""
    host = urlsplit(url).hostname or ""
    try:
        return not _is_public(ip_address(host))
    except ValueError:
        return False


def place(host: str, port: int) -> str:
    """`host:port`, as `allow_private` spells it."""
    host = host.lower().rstrip(".")
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


def place_of(url: str) -> str:
    """`host:port` of an address without objection."""
    parts = urlsplit(url)
    return place(parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80))


def plain(url: str) -> str:
    """An address as it may be shown and stored: no user, no password, no control characters."""
    url = _FORBIDDEN.sub("", url)[:LONGEST_URL]
    return re.sub(r"(?<=//)[^/?#]*@", "", url, count=1)
