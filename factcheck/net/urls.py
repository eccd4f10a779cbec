"""The one URL parser: what it read is what is judged, sent and connected to."""

import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from ipaddress import AddressValueError, IPv4Address, IPv6Address
from urllib.parse import quote, urljoin

import idna
from django.conf import settings

from factcheck.net.addresses import is_public
from factcheck.net.refusals import ForbiddenAddress, ForbiddenUrl

MAX_LENGTH = 4096
_DEFAULT_PORTS = {"http": 80, "https": 443}
_URL = re.compile(r"(?P<scheme>[A-Za-z]+)://(?P<authority>[^/?#]*)(?P<target>[^#]*)(?:#.*)?", re.DOTALL)
_AUTHORITY = re.compile(r"(?P<host>\[[^\[\]]*\]|[^:\[\]]*)(?::(?P<port>[1-9][0-9]{0,4})?)?")
_LABEL = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")
_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*")
# All of RFC 3986 that may stand in a path or query, and "%", so that what is escaped stays as it is.
_TARGET_SAFE = "/?:@!$&'()*+,;=-._~%[]"


@dataclass(frozen=True, slots=True)
class Url:
    """A web address, normalised; without fragment."""

    scheme: str  # http | https
    host: str  # lower-case ASCII name or canonical address; IPv6 without brackets
    port: int
    target: str  # path and query in ASCII, begins with "/"

    @property
    def origin(self) -> str:
        """Host and port as FETCH_ALLOW spells them: `127.0.0.1:8000`, `[::1]:8000`."""
        return f"{self._bracketed}:{self.port}"

    @property
    def authority(self) -> str:
        """Host and, if it is not the scheme's own, port: the value of the Host header."""
        return self._bracketed if self.port == _DEFAULT_PORTS[self.scheme] else self.origin

    @property
    def _bracketed(self) -> str:
        return f"[{self.host}]" if ":" in self.host else self.host

    def __str__(self) -> str:
        return f"{self.scheme}://{self.authority}{self.target}"


def allowed_origins(allow: Collection[str] | None = None) -> frozenset[str]:
    """Return the origins let through in spite of the port and address rules: `allow`, else FETCH_ALLOW."""
    return frozenset(origin.strip().lower() for origin in (settings.FETCH_ALLOW if allow is None else allow))


def checked(url: str, *, allow: Collection[str] | None = None) -> Url:
    """Read a URL that may be fetched or linked.

    A name is not looked up here: whoever connects judges the address that
    answers. Raises ForbiddenUrl, ForbiddenAddress (a special address itself).
    """
    text = _readable(url)
    parts = _URL.fullmatch(text)
    if parts is None or parts["scheme"].lower() not in _DEFAULT_PORTS:
        raise ForbiddenUrl("A web address begins with http:// or https://.")
    scheme = parts["scheme"].lower()
    host, port = _host_and_port(parts["authority"], default_port=_DEFAULT_PORTS[scheme])
    target = quote(parts["target"], safe=_TARGET_SAFE)
    found = Url(scheme, host, port, target if target.startswith("/") else f"/{target}")
    _judge(found, allowed_origins(allow))
    return found


def redirected(url: Url, location: str, *, allow: Collection[str] | None = None) -> Url:
    """Read where a page sends on to, seen from the page. Raises like `checked`."""
    # Judged before joining, for urljoin drops tabs and line breaks without a word.
    text = _readable(location)
    try:
        joined = urljoin(str(url), text)
    except ValueError:
        raise ForbiddenUrl("The page sends on to something that is no web address.")
    return checked(joined, allow=allow)


def _readable(url: str) -> str:
    text = url.strip(" ")
    if len(text) > MAX_LENGTH:
        raise ForbiddenUrl(f"The web address is longer than {MAX_LENGTH} characters.")
    # Parsers disagree about a backslash: for some it ends the host, for others it is part of the user name.
    if "\\" in text or any(unicodedata.category(char) in {"Cc", "Cs"} for char in text):
        raise ForbiddenUrl("The web address contains a character that no web address may contain.")
    return text


def _host_and_port(authority: str, *, default_port: int) -> tuple[str, int]:
    if "@" in authority:
        raise ForbiddenUrl(
            "The web address contains a user name or password. Leave out what stands before @."
        )
    parts = _AUTHORITY.fullmatch(authority)
    if parts is None:
        raise ForbiddenUrl("Host or port of the web address cannot be read.")
    host = parts["host"]
    name = _ipv6(host[1:-1]) if host.startswith("[") else _name(host)
    return name, int(parts["port"]) if parts["port"] else default_port


def _ipv6(text: str) -> str:
    try:
        address = IPv6Address(text)
    except AddressValueError:
        raise ForbiddenUrl("The IPv6 address in the web address cannot be read.")
    if address.scope_id is not None:
        raise ForbiddenUrl("The IPv6 address in the web address belongs to one network card only.")
    return str(address)


def _name(host: str) -> str:
    """Return an IPv4 address in its one canonical spelling, or a name of letters, digits and hyphens.

    The resolver would read 127.1, 0x7f.1, 2130706433 or 0177.0.0.1 as
    addresses; a name that ends in a number is none (WHATWG URL, "ends in a number").
    """
    name = _ascii(host).removesuffix(".")
    labels = name.split(".")
    if len(name) > 253 or not all(_LABEL.fullmatch(label) for label in labels):
        raise ForbiddenUrl("The web address has no valid host name.")
    if _NUMBER.fullmatch(labels[-1]):
        try:
            return str(IPv4Address(name))
        except AddressValueError:
            raise ForbiddenUrl("The host of the web address is a number, not a name.")
    return name


def _ascii(host: str) -> str:
    # Pure ASCII goes around IDNA, which refuses names in daily use such as r3---sn.example.com.
    if host.isascii() or len(host) > 253:
        return host.lower()
    try:
        return idna.encode(host, uts46=True).decode("ascii").lower()
    except UnicodeError:
        raise ForbiddenUrl("The web address has no valid host name.")


def _judge(url: Url, allow: frozenset[str]) -> None:
    if url.origin in allow:
        return
    if url.port not in _DEFAULT_PORTS.values():
        raise ForbiddenUrl(f"Port {url.port} is not fetched from, only 80 and 443.")
    if (":" in url.host or _NUMBER.fullmatch(url.host.rpartition(".")[2])) and not is_public(url.host):
        raise ForbiddenAddress(f"{url.host} is not a public address.")
