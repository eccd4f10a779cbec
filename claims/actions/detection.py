"""What was found in an article, stored in one call: claims, their places, their order."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from claims import triage as rules
from claims.actions.claimants import of_speaker
from claims.detection import Part, Statement
from claims.fingerprint import fingerprint, normalised
from claims.models import Appearance, Article, Claim, Claimant, ClaimTopic, Snapshot, Topic
from factcheck.events import record, record_many
from factcheck.models import CHAIN_HEAD


@transaction.atomic
def store_claims(
    *, snapshot_id: int, statements: Sequence[Statement], left_out: int = 0, at: datetime
) -> list[Claim]:
    """Store the statements of one snapshot; return their claims in the order given.

    A statement whose fingerprint is known becomes one more appearance of that
    claim and raises its spread, once per article. Called twice, the second call
    finds everything there. Costs a fixed number of statements, however many
    claims. `left_out` statements were too many to be taken in; the event says so.
    """
    snapshot = Snapshot.objects.select_related("article").get(pk=snapshot_id)
    found = _with_claimants(statements, at=at)
    _recognise(found, snapshot)
    prints = {f.fingerprint for f in found}
    topics = {t.slug: t for t in Topic.objects.all()}
    keywords = {slug: t.keywords for slug, t in topics.items()}
    first = {f.fingerprint: f for f in reversed(found)}
    # Two articles read at once may bring the same claims: who comes second finds the first one's rows.
    # In one order, or each would wait for what the other has entered.
    drafts = [_claim(first[mark], snapshot, keywords, at=at) for mark in sorted(first)]
    Claim.objects.bulk_create(drafts, ignore_conflicts=True)
    rows = {
        c.fingerprint: c
        for c in Claim.objects.select_for_update().filter(fingerprint__in=prints).order_by("id")
    }
    ours = {c.uuid for c in drafts}
    new = [c for c in rows.values() if c.uuid in ours]
    seen = [c for c in rows.values() if c.uuid not in ours]
    article = Article.objects.select_for_update().get(pk=snapshot.article_id)
    _spread(seen, article, snapshot, keywords, at=at)
    _appear([(f, rows[f.fingerprint]) for f in found], snapshot, at=at)
    if new or article.detected_at is None:
        article.detected_at = at
        data = {"snapshot": snapshot.number}
        if left_out:
            data["left_out"] = left_out
        record_many("claims.detected", article, new, by=None, at=at, data=data)
        article.save(update_fields=["detected_at", *CHAIN_HEAD])
        Claim.objects.bulk_update(new, CHAIN_HEAD)
        _about(new, first, topics)
    return [rows[f.fingerprint] for f in found]


@transaction.atomic
def detection_failed(*, snapshot_id: int, code: str, at: datetime) -> None:
    """Note on the article that its claims could not be looked for; its text stays, `detected_at` is empty."""
    snapshot = Snapshot.objects.get(pk=snapshot_id)
    article = Article.objects.select_for_update().get(pk=snapshot.article_id)
    record("detection.failed", article, by=None, at=at, data={"snapshot": snapshot.number, "code": code})
    article.save(update_fields=CHAIN_HEAD)


class _Found:
    """A statement with its claimant's row and its fingerprint."""

    def __init__(self, statement: Statement, claimant: Claimant | None) -> None:
        self.statement = statement
        self.claimant = claimant
        self.fingerprint = fingerprint(statement.wording, claimant.key if claimant else "")


def _with_claimants(statements: Sequence[Statement], *, at: datetime) -> list[_Found]:
    claimants: dict[int, Claimant] = {}
    spoken = [(place, s.speaker) for place, s in enumerate(statements) if s.speaker]
    for place, speaker in sorted(spoken, key=lambda one: (normalised(one[1].name), one[1].role)):
        claimants[place] = of_speaker(speaker, at=at)
    return [_Found(s, claimants.get(place)) for place, s in enumerate(statements)]


def _recognise(found: Sequence[_Found], snapshot: Snapshot) -> None:
    """Words that stand in this article for a claim already go to that claim, also when it was reworded."""
    places = Appearance.objects.filter(snapshot__article=snapshot.article_id)
    known: dict[tuple[str, int | None], str] = {
        (quote, claimant): mark
        for quote, claimant, mark in places.values_list("quote", "claimant", "claim__fingerprint")
    }
    for one in found:
        claimant = one.claimant.pk if one.claimant else None
        one.fingerprint = known.get((one.statement.quote, claimant), one.fingerprint)


def _claim(found: _Found, snapshot: Snapshot, keywords: dict[str, list[str]], *, at: datetime) -> Claim:
    statement = found.statement
    claim = Claim(
        wording=statement.wording[:2000],
        fingerprint=found.fingerprint,
        claimant=found.claimant,
        kind=statement.kind,
        language=snapshot.language,
        score=statement.score,
        score_parts=as_json(statement.parts),
        score_model=statement.model,
        created_at=at,
    )
    put_in_order(claim, keywords, quote=statement.quote, published_at=snapshot.published_at, at=at)
    return claim


def put_in_order(
    claim: Claim, keywords: dict[str, list[str]], *, quote: str, published_at: datetime | None, at: datetime
) -> None:
    """Set the claim's gate, priority and their parts by the rules of triage. Does not save."""
    result = rules.triage(
        kind=claim.kind,
        score=claim.score,
        wording=claim.wording,
        quote=quote,
        spread=claim.spread,
        age=max(at - published_at, at - at) if published_at else None,
        demand=claim.demand,
        topics=keywords,
        pinned=claim.pinned,
    )
    claim.gate, claim.priority, claim.priority_parts = result.gate, result.priority, as_json(result.parts)


def as_json(parts: Sequence[Part]) -> list[dict[str, object]]:
    """Return the parts as they are stored: name, label, weight."""
    return [{"name": p.name, "label": p.label, "weight": p.weight} for p in parts]


def _spread(
    seen: list[Claim], article: Article, snapshot: Snapshot, keywords: dict[str, list[str]], *, at: datetime
) -> None:
    """Count the article for claims that it did not have before, and put them in their new order."""
    here = set(
        Appearance.objects.filter(claim__in=seen, snapshot__article=article).values_list(
            "claim_id", flat=True
        )
    )
    repeated = [c for c in seen if c.pk not in here]
    for claim in repeated:
        claim.spread += 1
        put_in_order(claim, keywords, quote=claim.wording, published_at=snapshot.published_at, at=at)
        record(
            "claim.repeated", claim, by=None, at=at, data={"article": article.uuid, "spread": claim.spread}
        )
    if repeated:
        Claim.objects.bulk_update(repeated, ["spread", "gate", "priority", "priority_parts", *CHAIN_HEAD])


def _appear(pairs: Sequence[tuple[_Found, Claim]], snapshot: Snapshot, *, at: datetime) -> None:
    Appearance.objects.bulk_create(
        [
            Appearance(
                claim=claim,
                snapshot=snapshot,
                start=found.statement.start,
                end=found.statement.end,
                quote=found.statement.quote,
                quoted_parts=[list(span) for span in found.statement.quoted_parts],
                claimant=found.claimant,
                claimant_role=found.statement.speaker.role[:200] if found.statement.speaker else "",
                claimant_organisation=(
                    found.statement.speaker.organisation[:200] if found.statement.speaker else ""
                ),
                speech=found.statement.speech,
                created_at=at,
            )
            for found, claim in pairs
        ],
        ignore_conflicts=True,
    )


def _about(new: list[Claim], first: dict[str, _Found], topics: dict[str, Topic]) -> None:
    keywords = {slug: t.keywords for slug, t in topics.items()}
    ClaimTopic.objects.bulk_create(
        ClaimTopic(claim=claim, topic=topics[slug])
        for claim in new
        for slug in rules.topics_of(f"{claim.wording}\n{first[claim.fingerprint].statement.quote}", keywords)
    )


def keywords_of_topics() -> dict[str, list[str]]:
    """The desk's topics and their keywords."""
    return dict(Topic.objects.values_list("slug", "keywords"))
