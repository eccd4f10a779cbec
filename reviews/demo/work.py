"""Second act: what a fact-check needs, one step at a time.

Every function looks at what is there and takes the next step only if it was
not taken: a demonstration that was killed goes on where it stopped.
"""

from typing import Any

from reviews.demo.client import until
from reviews.demo.desk import Desk

Row = dict[str, Any]


def claim_of(desk: Desk, story: Row) -> Row:
    """The claim of a story: the one whose appearance in the story's article holds its quote."""
    url = desk.site.url_of(story["article"])
    article = next(a for a in desk.editor.rows("articles/") if a["url"] == url)
    for row in desk.editor.rows("claims/", article=article["uuid"]):
        claim = desk.editor.get(f"claims/{row['uuid']}/")
        if any(story["quote"] in a["quote"] for a in claim["appearances"]):
            return claim
    raise LookupError(f"No claim of {url} holds “{story['quote']}”.")


def pitch_and_open(desk: Desk, story: Row, *, claim: Row) -> Row:
    """Word it, pitch it, accept it: the editor opens its fact-check. Return the fact-check."""
    there = desk.editor.rows("fact-checks/", claim=claim["uuid"])
    if there:
        return there[0]
    path = f"claims/{claim['uuid']}/"
    if claim["wording"] != story["wording"]:
        desk.by(story["pitch"]["by"]).reword(path, story["wording"])
        desk.step(f"{story['pitch']['by']} words the claim: {story['wording']}")
    if claim["status"] == "detected":
        desk.by(story["pitch"]["by"]).post(
            f"{path}shortlist/", {"pitch": story["pitch"]["reason"]}, once="pitch"
        )
        desk.step(f"{story['pitch']['by']} pitches it: {story['pitch']['reason']}")
    body = {"claim": claim["uuid"], "policy": story["policy"], "scale": story["scale"]}
    opened = desk.by(story["accept"]["by"]).post("fact-checks/", body, once="open")
    desk.step(f"{story['accept']['by']} accepts it under the policy “{story['policy']}”")
    return opened


def seats(desk: Desk, fact_check: Row, role: str) -> list[Row]:
    """The active assignments of a role in this round, by seat."""
    rows = desk.editor.rows("assignments/", fact_check=fact_check["uuid"])
    active = {"offered", "accepted", "filed", "returned", "done"}
    return sorted(
        (r for r in rows if r["role"] == role and r["status"] in active), key=lambda r: int(r["seat"])
    )


def holder(desk: Desk, seat: Row) -> str:
    """The user name of who has a seat."""
    return str(seat["reviewer"]["username"])


def researcher(desk: Desk, fact_check: Row) -> str:
    """Wait for the offer to the best researcher, take it as that person; return the user name."""

    def offered() -> Row | None:
        found = seats(desk, fact_check, "researcher")
        return found[0] if found else None

    seat = until(offered, what="a researcher")
    who = holder(desk, seat)
    if seat["status"] == "offered":
        desk.by(who).post(f"assignments/{seat['uuid']}/accept/", once="accept")
        desk.step(f"{who} was chosen by routing and takes the research")
    return who


def ask_claimant(desk: Desk, fact_check: Row, story: Row, *, by: str) -> None:
    """Ask the claimant and keep the answer."""
    contact = story["contact"]
    found = desk.by(by).rows("contacts/", fact_check=fact_check["uuid"])
    row = found[0] if found else None
    if row is None:
        body = {
            "fact_check": fact_check["uuid"],
            "kind": "claimant",
            "whom": contact["to"],
            "channel": contact["channel"],
            "question": contact["question"],
        }
        row = desk.by(by).post("contacts/", body, once="plan")
    path = f"contacts/{row['uuid']}/"
    if row["status"] == "planned":
        row = desk.by(by).post(f"{path}ask/", {"deadline_hours": contact["deadline_hours"]}, once="ask")
        desk.step(f"{by} asks {contact['to']}: {contact['question']}")
    if row["status"] == "asked":
        desk.by(by).post(f"{path}answer/", {"answer": contact["answer"]}, once="answer")
        desk.step(f"the answer comes: {contact['answer']}")


def collect(desk: Desk, fact_check: Row, evidence: list[Row], *, by: str) -> dict[str, str]:
    """Put the sources into the shared file; return the id of each key."""
    there = {e["title"]: e["uuid"] for e in desk.by(by).rows("evidence/", fact_check=fact_check["uuid"])}
    for item, body in zip(evidence, desk.sources(evidence), strict=True):
        if item["title"] not in there:
            body["fact_check"] = fact_check["uuid"]
            there[item["title"]] = desk.by(by).post("evidence/", body, once=item["key"])["uuid"]
            desk.step(f"{by} adds evidence: {item['title']} ({item['stance']})")
    return {item["key"]: there[item["title"]] for item in evidence}


def file(desk: Desk, seat: Row, filing: Row, ids: dict[str, str], *, once: str) -> None:
    """File a judgement under a seat."""
    who = holder(desk, seat)
    body = {
        "rating": filing["rating"],
        "reasoning": filing["reasoning"],
        "evidence": [ids[key] for key in filing["evidence"]],
    }
    desk.by(who).post(f"assignments/{seat['uuid']}/file/", body, once=once)


def current(desk: Desk, fact_check: Row) -> Row:
    return desk.editor.get(f"fact-checks/{fact_check['uuid']}/")


def move(desk: Desk, fact_check: Row, verb: str, body: Row, *, by: str, once: str = "") -> None:
    desk.by(by).post(f"fact-checks/{fact_check['uuid']}/{verb}/", body, once=once or verb)
