"""Other people's web sites, played by one local server: the sample articles, their feeds and sources."""

import json
import threading
from datetime import datetime
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from xml.sax.saxutils import escape

HOST = "127.0.0.1"


class SampleSite:
    """Serves `seeds/articles` and `seeds/sources` on loopback while it is open.

    `/<outlet>/feed.xml` is an outlet's RSS feed; an article is at its own path.
    `amend()` puts the later versions online, as an outlet that edits a story.
    """

    def __init__(self, seeds: Path, *, port: int) -> None:
        self.seeds = seeds
        self.articles: list[dict[str, Any]] = json.loads(
            (seeds / "articles" / "index.json").read_text("utf-8")
        )
        self.outlets: list[dict[str, Any]] = json.loads((seeds / "outlets.json").read_text("utf-8"))
        self._amended = False
        self._server = ThreadingHTTPServer((HOST, port), self._handler())
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, name="sample site", daemon=True)

    @property
    def origin(self) -> str:
        return f"http://{HOST}:{self._server.server_address[1]}"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()

    def amend(self) -> None:
        """Put later versions of articles online."""
        self._amended = True

    def url_of(self, slug: str) -> str:
        return self.origin + next(str(a["path"]) for a in self.articles if a["slug"] == slug)

    def feed_of(self, outlet: str) -> str:
        return f"{self.origin}/{outlet}/feed.xml"

    def filled(self, text: str) -> str:
        """Put this server's address where the seeds leave it open."""
        return text.replace("{{ORIGIN}}", self.origin)

    def page(self, path: str) -> tuple[str, str] | None:
        """Return media type and text of a path, None if nothing is there."""
        for article in self.articles:
            if article["path"] == path:
                name = article.get("v2_file") if self._amended else None
                file = self.seeds / "articles" / (name or article["file"])
                kind = "text/plain" if file.suffix == ".txt" else "text/html"
                return kind, self.filled(file.read_text("utf-8"))
        for outlet in self.outlets:
            if path == f"/{outlet['slug']}/feed.xml":
                return "application/rss+xml", self._feed(outlet)
        source = self.seeds / "sources" / path.removeprefix("/sources/")
        if path.startswith("/sources/") and "/" not in path[9:] and source.is_file():
            return "text/html", self.filled(source.read_text("utf-8"))
        return None

    def _feed(self, outlet: dict[str, Any]) -> str:
        items = "".join(
            f"<item><title>{escape(a['slug'].replace('-', ' '))}</title><link>{self.origin}{a['path']}</link>"
            f"<guid>{self.origin}{a['path']}</guid>"
            f"<pubDate>{format_datetime(datetime.fromisoformat(a['published']))}</pubDate></item>"
            for a in self.articles
            if a["outlet"] == outlet["slug"]
        )
        title = escape(outlet["feed_title"])
        return (
            f'<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>{title}</title>'
            f"<link>{self.origin}/{outlet['slug']}/</link><description>{title}</description>{items}</channel></rss>"
        )

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                found = site.page(self.path.partition("?")[0])
                body = (found[1] if found else "There is no such page.").encode()
                self.send_response(200 if found else 404)
                self.send_header("Content-Type", f"{found[0] if found else 'text/plain'}; charset=utf-8")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, format: str, *args: Any) -> None:
                """Say nothing: the demonstration's own lines tell what happens."""

        return Handler
