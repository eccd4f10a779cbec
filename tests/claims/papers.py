"""A newspaper's site at the socket: a page for each path, feeds among them."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from tests.factcheck.net.sites import NOTHING_THERE, Reply, Site, ok, send


class Paper(Site):
    """Answers each path with its page, anything else with 404. `asked` are the paths, in order."""

    def __init__(self, **pages: Reply) -> None:
        self.pages: dict[str, Reply] = {f"/{name}": reply for name, reply in pages.items()}
        super().__init__(self._page)

    @property
    def asked(self) -> list[str]:
        return [request.split(" ")[1] for request in self.requests]

    def at(self, path: str) -> str:
        return f"{self.url}{path}"

    def _page(self, talk: socket.socket) -> None:
        send(self.pages.get(self.asked[-1], NOTHING_THERE), talk)


@contextmanager
def open_to(settings: Any, *papers: Paper) -> Iterator[None]:
    """Let these sites be visited, and close them in the end."""
    settings.FETCH_ALLOW = frozenset(paper.origin for paper in papers)
    try:
        yield
    finally:
        for paper in papers:
            paper.close()


def item(number: int | str, date: str = "") -> str:
    dated = f"<pubDate>{date}</pubDate>" if date else ""
    link = number if isinstance(number, str) else f"https://paper.example/{number}"
    return f"<item><title>Item {number}</title><link>{link}</link>{dated}</item>"


def rss(*numbers: int | str, title: str = "All news") -> bytes:
    items = "".join(map(item, numbers))
    return f'<rss version="2.0"><channel><title>{title}</title>{items}</channel></rss>'.encode()


def sitemap(*numbers: int) -> bytes:
    lines = "".join(f"<url><loc>https://paper.example/{n}</loc></url>" for n in numbers)
    return ok(f"<urlset>{lines}</urlset>".encode(), "Content-Type: application/xml")


def index(*lines: tuple[str, str]) -> bytes:
    """A sitemap index of these (address, lastmod)."""
    listed = "".join(
        f"<sitemap><loc>{loc}</loc><lastmod>{changed}</lastmod></sitemap>" for loc, changed in lines
    )
    return ok(f"<sitemapindex>{listed}</sitemapindex>".encode(), "Content-Type: application/xml")


def feed(body: bytes, *headers: str) -> bytes:
    return ok(body, "Content-Type: application/rss+xml", *headers)
