"""The same way for an article of the user's own: the machine's first claim goes through, and says so.

Nobody has checked that claim. So the file holds only the article itself, every
gap is an exception named as a demonstration, and the rating is “Unproven”.
"""

from typing import Any

from reviews.demo.desk import Desk
from reviews.demo.work import Row, current, move, researcher, seats

NOTE = "Demonstration: nobody has checked this claim."
PITCHER = "kofi.mensah"
EDITOR = "lena.brandt"


def first_claim(desk: Desk, article: Row) -> Row:
    """The claim on top of the list among those of this article. Raises LookupError where none is listed."""
    rows = desk.editor.get("claims/", article=article["uuid"], listed="true", page_size=1)["results"]
    if not rows:
        raise LookupError("No statement in this article is worth a check; nothing was put on the list.")
    return desk.editor.get(f"claims/{rows[0]['uuid']}/")


def through(desk: Desk, article: Row) -> Row:
    """Take the article's first claim from pitch to publication; return its fact-check."""
    claim = first_claim(desk, article)
    there = desk.editor.rows("fact-checks/", claim=claim["uuid"])
    fact_check = there[0] if there else _opened(desk, claim)
    for _ in range(8):
        now = current(desk, fact_check)
        match now["status"]:
            case "open" | "in_research" | "returned":
                _research(desk, fact_check, claim, article)
            case "agreed":
                _approve(desk, fact_check)
            case "approved":
                body = {"title": f"Demonstration: {claim['wording'][:150]}", "summary": NOTE}
                move(desk, fact_check, "publish", body, by=EDITOR)
                desk.step("published, marked as a demonstration")
            case _:
                return now
    raise RuntimeError("The claim did not come to its end.")


def _opened(desk: Desk, claim: Row) -> Row:
    if claim["status"] == "detected":
        desk.by(PITCHER).post(f"claims/{claim['uuid']}/shortlist/", {"pitch": NOTE}, once="pitch")
        desk.step(f"{PITCHER} pitches: {claim['wording']}")
    opened = desk.editor.post("fact-checks/", {"claim": claim["uuid"]}, once="open")
    desk.step(f"{EDITOR} accepts it under the default policy")
    return opened


def _research(desk: Desk, fact_check: Row, claim: Row, article: Row) -> None:
    who = researcher(desk, fact_check)
    quote = claim["appearances"][0]["quote"]
    source: dict[str, Any] = {
        "fact_check": fact_check["uuid"],
        "kind": "link" if article["url"] else "document",
        "title": article["title"] or "The article itself",
        "url": article["url"],
        "quote": quote,
        "stance": "context",
        "independent": False,
    }
    if not desk.by(who).rows("evidence/", fact_check=fact_check["uuid"]):
        desk.by(who).post("evidence/", source, once="article")
        desk.step(f"{who} adds the article as context; a real check would add its sources here")
    body = {"rating": "unproven", "reasoning": NOTE}
    seat = seats(desk, fact_check, "researcher")[0]
    desk.by(who).post(f"assignments/{seat['uuid']}/file/", body, once="file")
    desk.step(f"{who} proposes the rating “unproven”")


def _approve(desk: Desk, fact_check: Row) -> None:
    path = f"fact-checks/{fact_check['uuid']}/"
    for gap in desk.editor.get(f"{path}shared-file/")["gaps"]:
        desk.editor.post(f"{path}grant-exception/", {"code": gap["code"], "reason": NOTE}, once=gap["code"])
        desk.step(f"{EDITOR} grants an exception, named and kept: {gap['message']}")
    move(desk, fact_check, "approve", {}, by=EDITOR)
    desk.step(f"{EDITOR} approves")
