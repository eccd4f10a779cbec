"""Which addresses become links."""

from urllib.parse import urlsplit


def web_address(url: str) -> str:
    """Return the address if a reader may be sent there, else nothing: http and https, with a host."""
    try:
        parts = urlsplit(url)
    except ValueError:  # such as an unfinished IPv6 address
        return ""
    return url if parts.scheme in ("http", "https") and parts.netloc else ""
