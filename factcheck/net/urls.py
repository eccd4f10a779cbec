"""The one URL parser: what it read is what is judged, sent and connected to."""

import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from urllib.parse import quote, urljoin

from django.conf import settings

from factcheck.net.names import could_be_inside, ipv6, is_inside, name
from factcheck.net.refusals import ForbiddenAddress, ForbiddenUrl

MAX_LENGTH = 4096
_DEFAULT_PORTS = {"http": 80, "https": 443}
_URL = re.compile(r"(?P<scheme>[A-Za-z]+)://(?P<authority>[^/?#]*)(?P<target>[^#]*)(?:#.*)?", re.DOTALL)
_AUTHORITY = re.compile(r"(?P<host>\[[^\[\]]*\]|[^:\[\]]*)(?::(?P<port>[1-9][0-9]{0,4})?)?")
# All of RFC 3986 that may stand in a path or query, and "%", so that what is escaped stays as it is.
_TARGET_SAFE = "/?:@!$&'()*+,;=-._~%[]"
# What some parser would read as the authority of a URL that is refused here.
_ANY_AUTHORITY = re.compile(r"(?:https?:[/\\]*|(?:[a-z][a-z0-9+.-]*:)?[/\\]{2,})([^/?#]*)", re.IGNORECASE)


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
    answers. Raises ForbiddenAddress for a host that is an address inside, in
    whatever spelling and however broken the rest; ForbiddenUrl otherwise.
    """
    try:
        return _read(url, allowed_origins(allow))
    except ForbiddenUrl:
        if _points_inside(url):
            raise ForbiddenAddress("The web address leads to an address that is not public.")
        raise


def redirected(url: Url, location: str, *, allow: Collection[str] | None = None) -> Url:
    """Read where a page sends on to, seen from the page. Raises like `checked`."""
    try:
        # Judged before joining, for urljoin drops tabs and line breaks without a word.
        joined = urljoin(str(url), _readable(location))
    except (ForbiddenUrl, ValueError):
        joined = location  # which is refused by itself, and with the better reason where it points inside
    return checked(joined, allow=allow)


def _read(url: str, allow: frozenset[str]) -> Url:
    parts = _URL.fullmatch(_readable(url))
    if parts is None or parts["scheme"].lower() not in _DEFAULT_PORTS:
        raise ForbiddenUrl("A web address begins with http:// or https://.")
    scheme = parts["scheme"].lower()
    host, port = _host_and_port(parts["authority"], default_port=_DEFAULT_PORTS[scheme])
    target = quote(parts["target"], safe=_TARGET_SAFE)
    found = Url(scheme, host, port, target if target.startswith("/") else f"/{target}")
    _judge(found, allow)
    return found


def _readable(url: str) -> str:
    text = url.strip(" ")
    if len(text) > MAX_LENGTH:
        raise ForbiddenUrl(f"The web address is longer than {MAX_LENGTH} characters.")
    # Parsers disagree about a backslash: for some it ends the host, for others it is part of the user name.
    if "\\" in text or any(_is_control(char) for char in text):
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
    read = ipv6(host[1:-1]) if host.startswith("[") else name(host)
    return read, int(parts["port"]) if parts["port"] else default_port


def _judge(url: Url, allow: frozenset[str]) -> None:
    if url.origin in allow:
        return
    if is_inside(url.host):
        raise ForbiddenAddress(f"{url.host} is not a public address.")
    if url.port not in _DEFAULT_PORTS.values():
        raise ForbiddenUrl(f"Port {url.port} is not fetched from, only 80 and 443.")


def _points_inside(url: str) -> bool:
    """Tell whether some reader would find a host inside in a URL that is refused here in any case."""
    # Readers drop tabs and line breaks, and end a name at a NUL.
    plain = "".join("\\" if _is_control(char) else char for char in url[:MAX_LENGTH] if char not in "\t\r\n")
    found = _ANY_AUTHORITY.match(unicodedata.normalize("NFKC", plain).replace("\u3002", ".").strip())
    return found is not None and any(could_be_inside(part) for part in re.split(r"[@\\]", found[1]))


def _is_control(char: str) -> bool:
    return unicodedata.category(char) in {"Cc", "Cs"}
