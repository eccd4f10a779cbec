"""Stores a backlog as large as one likes: claims with articles and topics, and who could take them.

    python -m bench.backlog CLAIMS PEOPLE       in the desk's database, brought up to date first

Rows as the actions would leave them, but stored past them: through the actions
10,000 claims take minutes. For benches and for the journey that kills a worker.
"""

import os
import random
import sys
from datetime import datetime, timedelta
from itertools import accumulate
from typing import Any

LANGUAGES = {"en": 46, "de": 16, "fr": 10, "es": 8, "pt": 7, "it": 5, "pl": 4, "ru": 2, "tr": 2}
TOPICS = 24
OUTLETS = 60
SPEAKERS = 300
PANELS = 0.1  # of the claims: they have a researcher and want three raters
_SENTENCES = 20  # claims in one article


def store(*, claims: int, people: int, seed: int = 1, slack: float = 1.15, at: datetime) -> int:
    """Store it in the database that Django is set up for; return how many seats are free.

    `slack` is the room of all people together, over the seats. Nobody works here yet
    but the researchers of the panels. The same numbers give the same desk.
    """
    from django.db import transaction

    rng = random.Random(seed)
    with transaction.atomic():
        topics, outlets, speakers = _ground(at)
        panels = [n for n in range(claims) if rng.random() < PANELS]
        seats = claims + 2 * len(panels)
        reviewers = _people(rng, people, seats * slack, topics, outlets, at)
        rows = _claims(rng, claims, topics, outlets, speakers, at)
        _fact_checks(rng, rows, set(panels), reviewers, at)
    return seats


def _zipf(number: int, exponent: float = 1.0) -> list[float]:
    return list(accumulate(1 / n**exponent for n in range(1, number + 1)))


def _ground(at: datetime) -> tuple[list[Any], list[Any], list[Any]]:
    from claims.models import Claimant, Outlet, Topic

    topics = Topic.objects.bulk_create(
        Topic(slug=f"topic-{n}", name=f"Topic {n}", keywords=[f"word{n}"]) for n in range(TOPICS)
    )
    outlets = Outlet.objects.bulk_create(
        Outlet(
            slug=f"paper-{n}", name=f"Paper {n}", domain=f"paper-{n}.example", language="en", created_at=at
        )
        for n in range(OUTLETS)
    )
    speakers = Claimant.objects.bulk_create(
        Claimant(name=f"Speaker Number{n}", key=f"speaker number{n}", created_at=at) for n in range(SPEAKERS)
    )
    return topics, outlets, speakers


def _people(
    rng: random.Random, people: int, room: float, topics: list[Any], outlets: list[Any], at: datetime
) -> list[Any]:
    from claims.models import Claimant
    from factcheck.models import User
    from reviews.models import ConflictOfInterest, Reviewer, ReviewerLanguage, ReviewerTopic

    users = User.objects.bulk_create(
        User(username=f"hand-{n}", name=f"Hand {n}", role="reviewer", password="!") for n in range(people)
    )
    shares = [rng.lognormvariate(0, 0.7) for _ in users]
    reviewers = Reviewer.objects.bulk_create(
        Reviewer(
            user=user,
            capacity=min(30_000, max(1, round(share / sum(shares) * room))),
            employer=rng.choice(outlets) if rng.random() < 0.3 else None,
            seniority=round(100 * rng.betavariate(2, 2)),
            absent_until=at + timedelta(days=9) if rng.random() < 0.03 else None,
            created_at=at,
        )
        for user, share in zip(users, shares, strict=True)
    )
    languages, skills, conflicts = [], [], []
    speakers = list(Claimant.objects.all())
    for place, reviewer in enumerate(reviewers):
        # Every language has its speakers, however few people there are.
        known = {list(LANGUAGES)[place % len(LANGUAGES)]: "native"}
        for code in rng.choices(list(LANGUAGES), list(LANGUAGES.values()), k=rng.choice([1, 2, 3])):
            known.setdefault(code, rng.choice(["fluent", "working"]))
        languages += [ReviewerLanguage(reviewer=reviewer, language=c, level=v) for c, v in known.items()]
        skills += [
            ReviewerTopic(
                reviewer=reviewer, topic=topic, skill=rng.randint(1, 5), opted_out=rng.random() < 0.02
            )
            for topic in rng.sample(topics, rng.randint(3, 9))
        ]
        conflicts += [
            ConflictOfInterest(reviewer=reviewer, claimant=speaker, declared_at=at)
            for speaker in rng.sample(speakers, rng.choice([0, 0, 1, 5]))
        ]
    ReviewerLanguage.objects.bulk_create(languages)
    ReviewerTopic.objects.bulk_create(skills)
    ConflictOfInterest.objects.bulk_create(conflicts)
    return reviewers


def _claims(
    rng: random.Random,
    number: int,
    topics: list[Any],
    outlets: list[Any],
    speakers: list[Any],
    at: datetime,
) -> list[Any]:
    from claims.models import Appearance, Article, Claim, ClaimTopic, Snapshot
    from factcheck.models import User

    editor = User.objects.create(username="the-editor", role="editor", password="!")
    codes, weights = list(LANGUAGES), list(LANGUAGES.values())
    rows = Claim.objects.bulk_create(
        (
            Claim(
                wording=f"The port handled {n} tonnes of cargo last year.",
                fingerprint=f"{n:064x}",
                claimant=rng.choices(speakers, cum_weights=_SPEAKERS)[0],
                kind="number",
                language=rng.choices(codes, weights)[0],
                status="accepted",
                accepted_at=at,
                accepted_by=editor,
                priority=round(99 * rng.random(), 1),
                pinned=rng.random() < 0.05,
                created_at=at,
            )
            for n in range(number)
        ),
        batch_size=1000,
    )
    ClaimTopic.objects.bulk_create(
        (
            ClaimTopic(claim=row, topic=topic)
            for row in rows
            for topic in set(rng.choices(topics, cum_weights=_TOPICS, k=rng.choice([1, 1, 2])))
        ),
        batch_size=2000,
    )
    articles = Article.objects.bulk_create(
        Article(outlet=rng.choices(outlets, cum_weights=_OUTLETS)[0], title=f"Piece {n}", created_at=at)
        for n in range(-(-number // _SENTENCES))
    )
    texts = [
        "\n\n".join(row.wording for row in rows[n : n + _SENTENCES]) for n in range(0, number, _SENTENCES)
    ]
    snapshots = Snapshot.objects.bulk_create(
        Snapshot(article=article, number=1, text=text, text_hash="0" * 64, body_hash="0" * 64, taken_at=at)
        for article, text in zip(articles, texts, strict=True)
    )
    Appearance.objects.bulk_create(
        (_appearance(row, snapshots[n // _SENTENCES], at) for n, row in enumerate(rows)), batch_size=1000
    )
    return rows


_TOPICS, _OUTLETS, _SPEAKERS = _zipf(TOPICS, 1.1), _zipf(OUTLETS, 0.8), _zipf(SPEAKERS, 0.8)


def _appearance(claim: Any, snapshot: Any, at: datetime) -> Any:
    from claims.models import Appearance

    start = snapshot.text.index(claim.wording)
    return Appearance(
        claim=claim,
        snapshot=snapshot,
        start=start,
        end=start + len(claim.wording),
        quote=claim.wording,
        claimant=claim.claimant,
        created_at=at,
    )


def _fact_checks(
    rng: random.Random, claims: list[Any], panels: set[int], reviewers: list[Any], at: datetime
) -> None:
    from reviews import actions
    from reviews.models import Assignment, FactCheck

    plain = actions.add_policy(slug="desk", name="Desk", judging="proposal", by=None, at=at)
    urgent = actions.add_policy(
        slug="urgent", name="Urgent", judging="proposal", due_hours=24, by=None, at=at
    )
    panel = actions.add_policy(slug="panel", name="Panel", judging="blind", raters=3, by=None, at=at)
    ratings = [
        {"slug": slug, "label": slug, "definition": f"It is {slug}.", "position": n, "value": 1 + 4 * n}
        for n, slug in enumerate(["false", "true"])
    ]
    scale = actions.add_scale(slug="steps", name="Steps", ratings=ratings, is_default=True, by=None, at=at)
    rows = FactCheck.objects.bulk_create(
        (
            FactCheck(
                claim=claim,
                policy=panel if n in panels else rng.choices([plain, urgent], [9, 1])[0],
                scale=scale,
                status="judging" if n in panels else "open",
                opened_at=at,
            )
            for n, claim in enumerate(claims)
        ),
        batch_size=1000,
    )
    done = {"status": "done", "accepted_at": at, "filed_at": at}
    Assignment.objects.bulk_create(
        (
            Assignment(
                fact_check=rows[n],
                round=1,
                role="researcher",
                reviewer=rng.choice(reviewers),
                source="editor",
                offered_at=at - timedelta(days=rng.randint(1, 40)),
                **done,
            )
            for n in sorted(panels)
        ),
        batch_size=1000,
    )


def main(claims: int, people: int) -> None:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    from django.core.management import call_command

    from factcheck import clock

    call_command("migrate", verbosity=0)
    print(store(claims=claims, people=people, at=clock.now()))


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
