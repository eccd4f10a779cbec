"""One address for one article: what is added for tracking is taken off."""

import re
from typing import Final
from urllib.parse import SplitResult, unquote, urljoin, urlsplit

import idna
from courlan import extract_domain

_LONGEST: Final = 2000
_PORTS: Final = {"http": 80, "https": 443}
# Only names that never choose the content: `id`, `source`, `ref` or `mod` may, and two articles
# taken for one is the worse mistake.
_TRACKING: Final = re.compile(
    r"(?:utm|mtm|hsa|oly|vero|gaa|guce|trk)_.*|(?:at|pk|ns|sc|fb|mc|wt)_(?:medium|campaign|source|content|term|"
    r"kwd|keyword|cid|eid|mchannel|action_ids|action_types|ref|zmc|mc|link_id|ptr_name|bbc_team)|_hs(?:enc|mi)|"
    r"fbclid|gclid|gbraid|wbraid|dclid|msclkid|yclid|twclid|ttclid|igshid|igsh|mibextid|mkt_tok|s_kwcid|cmpid|ocid|"
    r"ncid|smid|smtyp|ref_(?:src|url)|spm|xtor|_ga|_gl|ito|soc_src|soc_trk|tpcc|sr_share|outputtype|ftag|taid",
    re.IGNORECASE,
)
_UNSAFE: Final = re.compile(r"[\x00-\x20\x7f-\x9f\\\u2028\u2029\ud800-\udfff]")


def usable(url: str, *, base: str = "") -> str:
    """Return the absolute http(s) address without its fragment, or "" if it is none."""
    try:
        joined = urljoin(base, url.strip()) if base else url.strip()
        parts = urlsplit(joined)
        port = parts.port
    except ValueError:
        return ""
    # The given text is judged, too: joining drops the tabs and line ends that other readers keep.
    if _UNSAFE.search(url.strip()) or _UNSAFE.search(joined):
        return ""
    if parts.scheme not in _PORTS or not parts.hostname or "@" in parts.netloc:
        return ""
    host = f"[{parts.hostname}]" if ":" in parts.hostname else _in_ascii(parts.hostname.rstrip("."))
    network = host if port in (None, _PORTS[parts.scheme]) else f"{host}:{port}"
    plain = SplitResult(parts.scheme, network, parts.path or "/", parts.query, "").geturl()
    return plain if host and len(plain) <= _LONGEST else ""


def _in_ascii(host: str) -> str:
    """The one spelling of a name written in other letters, as it is looked up; "" if it is none."""
    if host.isascii():
        return host
    try:
        return idna.encode(host, uts46=True).decode()
    except idna.IDNAError:
        return ""


def tidy(url: str) -> str:
    """Return the address without fragment, default port and tracking parameters; "" if not http(s)."""
    parts = urlsplit(usable(url))
    # Cut, not parsed and written anew: that would change how the rest is spelt, and its order.
    kept = [
        pair
        for pair in parts.query.split("&")
        if pair and not _TRACKING.fullmatch(unquote(pair.partition("=")[0]))
    ]
    return parts._replace(query="&".join(kept)).geturl()


def canonical(url: str, *, declared: str = "") -> str:
    """Return the address that stands for the article at `url`.

    The page may name another one (rel=canonical) of the same site. It is
    not believed when it leaves the site, nor when an article names the front
    page, which is a common mistake of templates. Without `url` there is
    nothing to compare with, and the answer is "": an uploaded page could
    otherwise pass as any other.
    """
    here = tidy(url)
    there = tidy(usable(declared, base=url)) if declared and here else ""
    if not there or not same_site(here, there) or _lost(here, there):
        return here
    # A copied http: link must not make a second article of one that came by https.
    downgraded = here.startswith("https:") and urlsplit(there).port is None
    return there.replace("http:", "https:", 1) if downgraded else there


def same_site(one: str, other: str) -> bool:
    """Whether both addresses belong to one registered name, or to the same host where there is none."""
    hosts = [(urlsplit(url).hostname or "").removeprefix("www.") for url in (one, other)]
    if hosts[0] == hosts[1]:
        return bool(hosts[0])
    names = [extract_domain(url) for url in (one, other)]
    return names[0] is not None and names[0] == names[1]


def _lost(here: str, there: str) -> bool:
    return (
        urlsplit(there).path in ("", "/")
        and urlsplit(here).path not in ("", "/")
        and not urlsplit(there).query
    )
