"""What a file holds, as the evidence gate reads it."""

from urllib.parse import urlsplit

from reviews import gate
from reviews.actions.evidence.near_copies import texts_shared
from reviews.models import Evidence, FactCheck


def gaps_of(fact_check: FactCheck) -> list[gate.Gap]:
    """Return what the policy of this fact-check still asks for; empty when the gate is open."""
    policy = fact_check.policy
    # What only some may know of is not even counted as left out.
    evidence = list(fact_check.evidence.told().order_by("id"))
    texts = texts_shared(evidence)
    given = fact_check.gate_answers.filter(round=fact_check.round)
    contacts = fact_check.contacts.values_list("kind", "status")
    return gate.gaps(
        [source_of(e, copy_of=texts[e.pk]) for e in evidence],
        [gate.Contact(to_claimant=kind == "claimant", status=status) for kind, status in contacts],
        rules=gate.Rules(
            independent_sources=policy.independent_sources,
            primary=policy.primary_source,
            contact=policy.claimant_contact,
        ),
        answers={g.code: g.reason for g in given if not g.is_exception},
        exceptions={g.code: g.reason for g in given if g.is_exception},
    )


def source_of(evidence: Evidence, *, copy_of: str = "") -> gate.Source:
    """One piece of evidence, as the gate counts it."""
    return gate.Source(
        stance=evidence.stance,
        quoted=bool(evidence.quote.strip()) and evidence.quote_found is not False,
        primary=evidence.primary,
        independent=evidence.independent,
        owner=evidence.owner or evidence.publisher,
        domain=urlsplit(evidence.url).hostname or "",
        copy_of=copy_of,
        confidential=evidence.confidential,
        withdrawn=evidence.withdrawn_at is not None,
    )
