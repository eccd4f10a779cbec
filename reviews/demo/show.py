"""Last act: what happened, in tables, and where to look."""

import json
import re
from typing import Any

import httpcore
from rich.console import Console
from rich.table import Table

from reviews.demo.desk import Desk
from reviews.demo.work import holder

Row = dict[str, Any]
_MARKUP = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)


def articles(desk: Desk, console: Console) -> None:
    """The articles with the number of claims on the list."""
    table = Table(title="Articles", title_justify="left")
    for name, justify in (("title", "left"), ("outlet", "left"), ("published", "left"), ("claims", "right")):
        table.add_column(name, justify=justify)  # type: ignore[arg-type]
    for row in sorted(desk.editor.rows("articles/"), key=lambda a: str(a["published_at"])):
        found = desk.editor.rows("claims/", article=row["uuid"], gate="")
        when = str(row["published_at"] or "unknown")[:16].replace("T", " ")
        table.add_row(row["title"], row["outlet_name"] or "", when, str(len(found)))
    console.print(table)


def claims(desk: Desk, console: Console, *, article: str = "", most: int = 12) -> None:
    """The top of the list: exact quote, who said it, score and priority."""
    params = {"article": article} if article else {}
    rows = desk.editor.get("claims/", page_size=most, gate="", **params)["results"]
    table = Table(title="Claims, highest priority first", title_justify="left", show_lines=True)
    for name in ("exact words", "who said it", "score", "priority", "status"):
        table.add_column(name)
    for row in rows:
        claim = desk.editor.get(f"claims/{row['uuid']}/")
        appearance = claim["appearances"][0]
        table.add_row(
            _short(appearance["quote"]),
            _speaker(appearance),
            f"{claim['score']:.2f}",
            f"{claim['priority']:.1f}",
            claim["status"],
        )
    console.print(table)


def work(desk: Desk, console: Console) -> None:
    """Who worked on what, and why they were chosen."""
    table = Table(title="Who worked on it, and why", title_justify="left", show_lines=True)
    table.add_column("claim", ratio=2)
    table.add_column("who", no_wrap=True)
    table.add_column("why", ratio=3)
    for fact_check in reversed(desk.editor.rows("fact-checks/")):
        seats = list(reversed(desk.editor.rows("assignments/", fact_check=fact_check["uuid"])))
        who = [f"{holder(desk, seat)}\n  {seat['role']}, {seat['status']}" for seat in seats]
        why = [desk.editor.get(f"assignments/{seat['uuid']}/explanation/")["why"] for seat in seats]
        for number, (person, text) in enumerate(zip(who, why, strict=True)):
            claim = _short(fact_check["wording"], 70) if number == 0 else "″"
            table.add_row(claim, person, _short(text.partition(": ")[2] or text, 170))
    console.print(table)


def verdicts(desk: Desk, console: Console) -> None:
    """What was published, and what was not."""
    table = Table(title="Verdicts", title_justify="left", show_lines=True)
    for name in ("claim", "verdict", "state", "versions"):
        table.add_column(name)
    published = {p["fact_check"]: p for p in desk.editor.rows("publications/")}
    for row in reversed(desk.editor.rows("fact-checks/")):
        shown = published.get(row["uuid"])
        table.add_row(
            row["wording"],
            shown["label"] if shown else "none",
            shown["status"] if shown else row["status"].replace("_", " "),
            str(shown["version"]) if shown else "",
        )
    console.print(table)


def claim_review(desk: Desk, console: Console) -> None:
    """The ClaimReview of the newest publication, as its public page carries it."""
    rows = desk.editor.rows("publications/")
    if not rows:
        return
    page = httpcore.request("GET", f"{desk.base}/checks/{rows[-1]['slug']}/")
    found = _MARKUP.findall(page.content.decode())
    if len(found) != 1:
        raise RuntimeError(
            f"The page of “{rows[-1]['title']}” carries {len(found)} blocks of markup, not one."
        )
    console.print(f"The ClaimReview of “{rows[-1]['title']}”:", style="bold")
    console.print_json(json.dumps(json.loads(found[0])))


def _speaker(appearance: Row) -> str:
    claimant = appearance["claimant"]
    if claimant is None:
        return "the article itself"
    role = ", ".join(filter(None, (appearance["claimant_role"], appearance["claimant_organisation"])))
    who = f"{claimant['name']}, {role}" if role else claimant["name"]
    return f"{who} ({appearance['speech']})"


def _short(text: str, most: int = 140) -> str:
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"
