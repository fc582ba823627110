from ipaddress import IPv4Address, IPv6Address

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.fetch.guard import allowed, objection, place_of, plain

PRIVATE = st.sampled_from(
    [
        "0.0.0.0/8",
        "10.0.0.0/8",
        "100.64.0.0/10",
        "127.0.0.0/8",
        "169.254.0.0/16",
        "172.16.0.0/12",
        "192.0.0.0/24",
        "192.168.0.0/16",
        "198.18.0.0/15",
        "224.0.0.0/4",
        "240.0.0.0/4",
    ]
).flatmap(lambda network: st.ip_addresses(v=4, network=network))
CARRIERS = {
    "mapped": lambda ip: 0xFFFF00000000 | ip,
    "compatible": lambda ip: ip,
    "6to4": lambda ip: 0x2002 << 112 | ip << 80,
    "teredo client": lambda ip: 0x20010000 << 96 | (ip ^ 0xFFFFFFFF),
    "teredo server": lambda ip: 0x20010000 << 96 | ip << 64 | (0x08080808 ^ 0xFFFFFFFF),
    "nat64": lambda ip: 0x64FF9B << 96 | ip,
    "local nat64": lambda ip: 0x64FF9B0001 << 80 | ip,
}


@settings(max_examples=100, deadline=None)
@given(PRIVATE, st.sampled_from(sorted(CARRIERS)))
def test_private_addresses_are_refused_in_every_disguise(ip: IPv4Address, carrier: str) -> None:
    """A private IPv4 address is refused as it is, and inside each IPv6 address that can carry one."""
    assert not allowed(str(ip))
    assert not allowed(str(IPv6Address(CARRIERS[carrier](int(ip)))))


@settings(max_examples=100, deadline=None)
@given(st.ip_addresses(v=6))
def test_ipv6_outside_the_public_block_is_refused(ip: IPv6Address) -> None:
    """Of IPv6 only 2000::/3 is the public net, mapped and translated IPv4 apart."""
    if not (str(ip).startswith(("2", "3", "::ffff:", "64:ff9b:"))):
        assert not allowed(str(ip))


@pytest.mark.parametrize(
    "address",
    ["8.8.8.8", "203.98.7.1", "::ffff:8.8.8.8", "64:ff9b::808:808", "2a00:1450:4001::1"],
)
def test_public_addresses_are_allowed(address: str) -> None:
    """A public address may be asked, in IPv6 clothes as well."""
    assert allowed(address)


@pytest.mark.parametrize(
    "address", ["::1", "::", "fe80::1%eth0", "fc00::1", "ff02::1", "fec0::1", "2001:db8::1", "rivers"]
)
def test_local_ipv6_is_refused(address: str) -> None:
    """Loopback, link-local, site-local, multicast, documentation, and what is no address at all."""
    assert not allowed(address)


@pytest.mark.parametrize(
    ("url", "rule"),
    [
        ("file:///etc/passwd", "http and https"),
        ("gopher://rivers.example/", "http and https"),
        ("//rivers.example/", "http and https"),
        ("http://user:pass@rivers.example/", "a user"),
        ("http://@rivers.example/", "a user"),
        ("http://good.example\\@evil.example/", "a backslash"),
        ("http://rivers.example/\r\nX: y", "a control character"),
        ("http://rivers.example/\x00", "a control character"),
        ("http://rivers.example/\ud800", "half a character"),
        ("http://[::1", "not an address"),
        ("http://rivers.example:99999/", "not an address"),
        ("http:///path", "no host"),
        ("http://rivers.example:0/", "no host"),
        ("http://rivers.example/" + "a" * 5000, "too long"),
    ],
)
def test_what_may_not_be_asked_is_told_by_its_rule(url: str, rule: str) -> None:
    """Each address that is refused is refused with the rule that it breaks."""
    assert rule in objection(url)


@pytest.mark.parametrize(
    "url",
    ["https://rivers.example/a b?c=@d", "http://rivers.example:8080", "HTTPS://Rivers.Example", "http://[2a00::1]/"],
)
def test_what_is_in_order_has_no_objection(url: str) -> None:
    """An @ in a query, a port, capitals, an IPv6 host: all in order."""
    assert objection(url) == ""


def test_an_address_is_shown_without_its_user() -> None:
    """What is stored of an address names no user and no password, and is one line."""
    assert plain("http://user:hunter2@rivers.example/@a?b=c@d") == "http://rivers.example/@a?b=c@d"
    assert plain("http://a@b:c@rivers.example/\r\n\udfff") == "http://rivers.example/"
    assert plain("https://rivers.example/a@b") == "https://rivers.example/a@b"


def test_a_place_is_spelt_in_one_way() -> None:
    """`allow_private` names host and port; scheme, capitals and a final dot make no difference."""
    assert place_of("https://Rivers.Example./x") == "rivers.example:443"
    assert place_of("http://[::1]:8080/") == "[::1]:8080"
    assert place_of("http://127.0.0.1") == "127.0.0.1:80"
