"""Who a URL names: a public name, a public address, or something that leads inside."""

import re
from ipaddress import AddressValueError, IPv4Address, IPv6Address
from urllib.parse import unquote

import idna

from factcheck.net.addresses import is_public
from factcheck.net.refusals import ForbiddenAddress, ForbiddenUrl

_LABEL = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")
_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*")
_BRACKETED = re.compile(r"\[([^\]]*)")
_BARE_IPV6 = re.compile(r"[0-9a-f.]*:[0-9a-f.]*:[0-9a-f:.]*", re.IGNORECASE)
# Names that lead nowhere but inside. Source: RFC 6761, RFC 6762, RFC 8375, ICANN's .internal of 2024.
_INNER_ZONES = ("localhost", "localdomain", "local", "internal", "home.arpa")


def ipv6(text: str) -> str:
    """Read what stood between brackets. Raises ForbiddenAddress."""
    try:
        address = IPv6Address(text)
    except AddressValueError:
        raise ForbiddenAddress("The IPv6 address in the web address cannot be read.")
    if address.scope_id is not None:
        raise ForbiddenAddress("The IPv6 address in the web address belongs to one network card only.")
    return str(address)


def name(host: str) -> str:
    """Return an IPv4 address in its one canonical spelling, or a name of letters, digits and hyphens.

    The resolver would read 127.1, 0x7f.1, 2130706433 or 0177.0.0.1 as
    addresses, and no two readers agree on all of them; a name that ends in a
    number is none (WHATWG URL, "ends in a number"). Raises ForbiddenUrl,
    ForbiddenAddress.
    """
    plain = _ascii(host).removesuffix(".")
    labels = plain.split(".")
    if len(plain) > 253 or not all(_LABEL.fullmatch(label) for label in labels):
        raise ForbiddenUrl("The web address has no valid host name.")
    if _is_number(plain):
        try:
            return str(IPv4Address(plain))
        except AddressValueError:
            raise ForbiddenAddress("The host of the web address is a number, not a name.")
    return plain


def is_inside(host: str) -> bool:
    """Tell whether a host, as read by `name` or `ipv6`, cannot be a public site.

    False for a name says nothing about where it leads: that is known after its
    look-up.
    """
    if ":" in host or _is_number(host):
        return not is_public(host)
    # One label alone (`intranet`, `redis`) is found by a search domain or a hosts file, if at all.
    return "." not in host or any(f".{host}".endswith(f".{zone}") for zone in _INNER_ZONES)


def could_be_inside(text: str) -> bool:
    """Tell whether some reader would find an inner address in what is no proper host.

    For naming the reason of a refusal. `text` may be percent-encoded and may
    end in a port; one label alone is taken for a user's name, save localhost.
    """
    plain = unquote(text).strip()
    bracketed = _BRACKETED.search(plain)
    try:
        if bracketed or _BARE_IPV6.fullmatch(plain):
            return is_inside(ipv6(bracketed[1] if bracketed else plain))
        found = name(plain.partition(":")[0].strip().rstrip("."))
    except ForbiddenAddress:
        return True
    except ForbiddenUrl:
        return False
    return is_inside(found) and ("." in found or found == "localhost")


def _is_number(host: str) -> bool:
    return bool(_NUMBER.fullmatch(host.rpartition(".")[2]))


def _ascii(host: str) -> str:
    # Pure ASCII goes around IDNA, which refuses names in daily use such as r3---sn.example.com.
    if host.isascii() or len(host) > 253:
        return host.lower()
    try:
        return idna.encode(host, uts46=True).decode("ascii").lower()
    except UnicodeError:
        raise ForbiddenUrl("The web address has no valid host name.")
