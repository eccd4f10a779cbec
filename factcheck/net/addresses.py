"""Which IP addresses are a public site. An allow-list: what is not known to be public is not."""

from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

# `ipaddress.is_global` is not asked: its answer differs between patch releases of Python, and it has
# called multicast, mapped and translated loopback addresses global.
# Source: IANA special-purpose address registries, RFC 6890 and its successors.
_IPV4_SPECIAL = tuple(
    IPv4Network(block)
    for block in (
        "0.0.0.0/8",
        "10.0.0.0/8",
        "100.64.0.0/10",
        "127.0.0.0/8",
        "169.254.0.0/16",
        "172.16.0.0/12",
        "192.0.0.0/24",
        "192.0.2.0/24",
        "192.88.99.0/24",
        "192.168.0.0/16",
        "198.18.0.0/15",
        "198.51.100.0/24",
        "203.0.113.0/24",
        "224.0.0.0/4",
        "240.0.0.0/4",
        "168.63.129.16/32",  # a cloud's own services on an address that looks public
    )
)
_IPV6_PUBLIC = IPv6Network("2000::/3")
_IPV6_SPECIAL = tuple(
    IPv6Network(block)
    for block in (
        "2001::/23",  # protocol assignments, Teredo among them
        "2001:db8::/32",
        "2002::/16",  # 6to4: an IPv4 address inside, reached through somebody's relay
        "3fff::/20",
    )
)
_NAT64 = IPv6Network("64:ff9b::/96")


def is_public(address: str) -> bool:
    """Tell whether a numeric address belongs to the public internet.

    Only the canonical spelling of an address is read; a name, a zone
    (`fe80::1%eth0`), octal or short forms are not public.
    """
    try:
        given = ip_address(address)
    except ValueError:
        return False
    plain = _unwrapped(given)
    if isinstance(plain, IPv4Address):
        return not any(plain in block for block in _IPV4_SPECIAL)
    return plain.scope_id is None and plain in _IPV6_PUBLIC and not any(plain in b for b in _IPV6_SPECIAL)


def _unwrapped(address: IPv4Address | IPv6Address) -> IPv4Address | IPv6Address:
    """Take the IPv4 address out of a mapped (RFC 4291) or NAT64 (RFC 6052) one: that is who answers."""
    if isinstance(address, IPv6Address) and address.scope_id is None:
        if address.ipv4_mapped is not None:
            return address.ipv4_mapped
        if address in _NAT64:
            return IPv4Address(int(address) & 0xFFFF_FFFF)
    return address
