"""First act: feeds are polled, articles read, claims found."""

import base64
from pathlib import Path
from typing import Any

from reviews.demo.client import until
from reviews.demo.desk import Desk


def follow_feeds(desk: Desk) -> None:
    """Follow the sample outlets' feeds; polling them brings the articles."""
    outlets = {o["slug"]: o["uuid"] for o in desk.editor.rows("outlets/")}
    known = {f["url"] for f in desk.editor.rows("feeds/")}
    for outlet in desk.site.outlets:
        url = desk.site.feed_of(outlet["slug"])
        if url not in known:
            desk.editor.post("feeds/", {"outlet": outlets[outlet["slug"]], "url": url}, once="follow")
            desk.step(f"follows the feed of {outlet['name']}")


def read_everything(desk: Desk) -> list[dict[str, Any]]:
    """Wait until each sample article was read and its claims were found; return the articles."""
    wanted = {desk.site.url_of(a["slug"]) for a in desk.site.articles}

    def all_read() -> list[dict[str, Any]] | None:
        found = [a for a in desk.editor.rows("articles/") if a["url"] in wanted]
        ended = [a for a in found if a["status"] == "refused" or a["detected_at"]]
        return found if len(ended) == len(wanted) else None

    articles = until(all_read, seconds=90, what="the articles to be read")
    refused = [a for a in articles if a["status"] != "read"]
    if refused:
        raise RuntimeError(f"{refused[0]['url']} was refused: {refused[0]['refusal']}")
    return articles


def read_later_versions(desk: Desk, articles: list[dict[str, Any]]) -> None:
    """Fetch again the articles that their outlets have edited: a new snapshot stands beside the old."""
    desk.site.amend()
    edited = {desk.site.url_of(a["slug"]) for a in desk.site.articles if a.get("v2_file")}
    for article in (a for a in articles if a["url"] in edited):
        path = f"articles/{article['uuid']}/"
        if len(desk.editor.rows(f"{path}snapshots/")) > 1:
            continue
        desk.editor.post(f"{path}refetch/", once="later version")
        until(
            lambda path=path: len(desk.editor.rows(f"{path}snapshots/")) > 1,  # type: ignore[misc]
            what="the later version",
        )
        desk.step(
            f"“{article['title']}” was edited by its outlet: a second snapshot is kept beside the first"
        )


def bring(desk: Desk, given: str, *, by: str) -> dict[str, Any]:
    """Hand in an article of the user's own, by address or file; return it once its claims are found.

    A reviewer does it: whoever brings a claim to the desk does not approve it.
    """
    if given.startswith(("http://", "https://")):
        body: dict[str, Any] = {"url": given}
    else:
        body = _upload(Path(given))
    article = desk.by(by).post("articles/", body, once=given)
    path = f"articles/{article['uuid']}/"

    def read() -> dict[str, Any] | None:
        found = desk.editor.get(path)
        return found if found["status"] == "refused" or found["detected_at"] else None

    found = until(read, what="the article to be read")
    if found["status"] == "refused":
        raise RuntimeError(f"The article was refused: {found['refusal']}")
    return found


def _upload(path: Path) -> dict[str, Any]:
    kind = "text/html" if path.suffix.lower() in (".html", ".htm", ".xhtml") else "text/plain"
    content = base64.b64encode(path.read_bytes()).decode()
    return {"file": {"filename": path.name, "content": content, "media_type": kind}}


def stop_feeds(desk: Desk) -> None:
    """Pause the sample feeds: their site closes with the demonstration."""
    for feed in desk.editor.rows("feeds/"):
        if not feed["paused"] and feed["url"].startswith(desk.site.origin):
            desk.editor.post(f"feeds/{feed['uuid']}/pause/")
