"""The four threads of the story: the default path, a blind panel, a recusal, a claim closed unpublished."""

from collections.abc import Callable

from reviews.demo.client import until
from reviews.demo.desk import Desk
from reviews.demo.work import (
    Row,
    ask_claimant,
    claim_of,
    collect,
    current,
    file,
    holder,
    move,
    pitch_and_open,
    researcher,
    seats,
)


def default_path(desk: Desk) -> Row:
    """Research, a rating, returned once, approved, published, one update and one correction."""
    story = desk.story("default")
    fact_check = pitch_and_open(desk, story, claim=claim_of(desk, story))
    editor = story["approval"]["by"]
    for _ in range(12):
        now = current(desk, fact_check)
        reviews = desk.editor.rows("reviews/", fact_check=fact_check["uuid"])
        match now["status"]:
            case "open" | "in_research" | "returned":
                _research(desk, fact_check, story, filed=len(reviews))
            case "agreed" if len(reviews) < 2:
                move(desk, fact_check, "return", {"reason": story["return"]["reason"]}, by=editor)
                desk.step(f"{editor} returns it: {story['return']['reason']}")
            case "agreed":
                move(desk, fact_check, "approve", {}, by=editor)
                desk.step(f"{editor} approves, who is not the researcher")
            case "approved":
                move(desk, fact_check, "publish", story["publication"], by=editor)
                desk.step(f"published: {story['publication']['title']}")
            case "published":
                if not _changes_later(desk, fact_check, story):
                    return now
    raise RuntimeError("The default path did not come to its end.")


def _research(desk: Desk, fact_check: Row, story: Row, *, filed: int) -> None:
    who = researcher(desk, fact_check)
    ask_claimant(desk, fact_check, story, by=who)
    ids = collect(desk, fact_check, story["evidence"], by=who)
    filing = story["second_filing" if filed else "first_filing"]
    file(desk, seats(desk, fact_check, "researcher")[0], filing, ids, once=f"revision {filed + 1}")
    desk.step(f"{who} proposes the rating “{filing['rating']}”: {filing['reasoning']}")


def _changes_later(desk: Desk, fact_check: Row, story: Row) -> bool:
    """After publication: an update (facts moved), then a correction (we erred). False when both are done."""
    publication = desk.editor.rows("publications/", fact_check=fact_check["uuid"])[0]
    path = f"publications/{publication['uuid']}/"
    version = desk.editor.get(path)["version"]
    if version > 2:
        return False
    verb = "update" if version == 1 else "correct"
    change = story["update" if version == 1 else "correction"]
    if version == 1:
        collect(desk, fact_check, change["evidence"], by=change["by"])
    body = {"note": change["text"], "summary": change["summary"]}
    desk.by(change["by"]).post(f"{path}{verb}/", body, once=verb)
    desk.step(f"{'update' if version == 1 else 'correction'}: {change['text']}")
    return True


def blind_panel(desk: Desk) -> Row:
    """Three raters apart, revealed, discussed, one revised rating each; what stays disputed is decided."""
    story = desk.story("panel")
    fact_check = pitch_and_open(desk, story, claim=claim_of(desk, story))
    steps: dict[str, Callable[[], None]] = {
        "open": lambda: _build_file(desk, fact_check, story),
        "in_research": lambda: _build_file(desk, fact_check, story),
        "judging": lambda: _rate(desk, fact_check, story),
        "disputed": lambda: _settle_dispute(desk, fact_check, story),
        "agreed": lambda: _approve(desk, fact_check, story),
        "decided": lambda: _approve(desk, fact_check, story),
        "approved": lambda: _publish(desk, fact_check, story),
    }
    for _ in range(12):
        now = current(desk, fact_check)
        if now["status"] == "published":
            return now
        steps[now["status"]]()
    raise RuntimeError("The panel did not come to its end.")


def _build_file(desk: Desk, fact_check: Row, story: Row) -> None:
    who = researcher(desk, fact_check)
    ask_claimant(desk, fact_check, story, by=who)
    collect(desk, fact_check, story["evidence"], by=who)
    move(desk, fact_check, "start-judging", {}, by=who)
    desk.step(f"{who} hands the file to the panel; nobody proposes a rating")


def _rate(desk: Desk, fact_check: Row, story: Row) -> None:
    stage = current(desk, fact_check)["stage"]
    panel = until(lambda: _full_panel(desk, fact_check), what="three raters")
    filings = story["raters" if stage == 1 else "revised"]
    # Who may see the evidence of the file: any of its raters.
    evidence = desk.by(holder(desk, panel[0])).rows("evidence/", fact_check=fact_check["uuid"])
    titles = {e["title"]: e["uuid"] for e in evidence}
    ids = {e["key"]: titles[e["title"]] for e in story["evidence"]}
    for seat in panel:
        who = holder(desk, seat)
        own = desk.by(who).get(f"assignments/{seat['uuid']}/")
        if own["status"] == "offered":
            desk.by(who).post(f"assignments/{seat['uuid']}/accept/", once="accept")
            own["status"] = "accepted"
        if own["status"] in ("accepted", "returned"):
            filing = filings[int(seat["seat"]) - 1]
            file(desk, seat, filing, ids, once=f"stage {stage}")
            sealed = "a sealed rating" if stage == 1 else "a revised rating, sealed again"
            desk.step(f"{who} files {sealed} (“{filing['rating']}”)")


def _full_panel(desk: Desk, fact_check: Row) -> list[Row] | None:
    panel = seats(desk, fact_check, "rater")
    return panel if len(panel) == 3 else None


def _settle_dispute(desk: Desk, fact_check: Row, story: Row) -> None:
    editor = story["editor_decision"]["by"]
    if current(desk, fact_check)["stage"] == 1:
        said = {c["text"] for c in desk.by(editor).rows("comments/", fact_check=fact_check["uuid"])}
        panel = seats(desk, fact_check, "rater")
        for remark in (r for r in story["discussion"] if r["text"] not in said):
            who = holder(desk, panel[remark["seat"] - 1])
            body = {"fact_check": fact_check["uuid"], "text": remark["text"]}
            desk.by(who).post("comments/", body, once=f"remark {remark['seat']}")
            desk.step(f"{who} in the discussion: {remark['text']}")
        move(desk, fact_check, "discuss", {}, by=editor)
        desk.step(f"{editor} asks each rater for one revised rating")
        return
    decision = story["editor_decision"]
    body = {"rating": decision["rating"], "reasoning": decision["reasoning"]}
    move(desk, fact_check, "decide", body, by=editor)
    desk.step(f"{editor} decides: “{decision['rating']}”")


def _approve(desk: Desk, fact_check: Row, story: Row) -> None:
    move(desk, fact_check, "approve", {}, by=story["approval"]["by"])
    desk.step(f"{story['approval']['by']} approves, neither researcher nor rater")


def _publish(desk: Desk, fact_check: Row, story: Row) -> None:
    move(desk, fact_check, "publish", story["publication"], by=story["approval"]["by"])
    desk.step(f"published: {story['publication']['title']}")


def recusal(desk: Desk) -> Row:
    """An offer goes out, its receiver declares a conflict, and the claim goes to another."""
    story = desk.story("recusal")
    fact_check = pitch_and_open(desk, story, claim=claim_of(desk, story))

    def offered() -> Row | None:
        found = seats(desk, fact_check, "researcher")
        return found[0] if found else None

    rows = desk.editor.rows("assignments/", fact_check=fact_check["uuid"])
    if not any(r["status"] == "recused" for r in rows):
        seat = until(offered, what="a researcher")
        who = holder(desk, seat)
        me = desk.by(who).get("reviewers/me/")["uuid"]
        body = {name: story["recuse"][name] for name in ("kind", "value", "reason")}
        desk.by(who).post("conflicts/", {"reviewer": me, **body}, once="declare")
        desk.step(
            f"{who} declares a conflict of interest ({story['recuse']['value']}) and is out of it at once"
        )
    until(offered, what="another researcher")
    researcher(desk, fact_check)
    return current(desk, fact_check)


def unpublished(desk: Desk) -> Row:
    """A claim that cannot be settled: closed with a reason, and declined."""
    story = desk.story("unpublished")
    claim = claim_of(desk, story)
    if claim["status"] == "declined":
        return desk.editor.rows("fact-checks/", claim=claim["uuid"])[0]
    fact_check = pitch_and_open(desk, story, claim=claim)
    researcher(desk, fact_check)
    close = story["close"]
    body = {"reason": close["reason"], "decline_reason": close["decline_reason"]}
    move(desk, fact_check, "close", body, by=close["by"])
    desk.step(f"{close['by']} closes it unpublished: {close['reason']}")
    return current(desk, fact_check)
