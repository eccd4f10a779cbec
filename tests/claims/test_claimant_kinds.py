import pytest

from claims.actions.claimants import kind_of
from claims.models import ClaimantKind


@pytest.mark.parametrize(
    ("name", "role", "kind"),
    [
        ("Marta Quill", "", ClaimantKind.PERSON),
        ("Ursula von der Leyen", "president", ClaimantKind.PERSON),
        ("Quill", "councillor", ClaimantKind.PERSON),
        ("World Health Organization", "", ClaimantKind.ORGANISATION),
        ("National Statistics Office", "", ClaimantKind.ORGANISATION),
        ("security services", "", ClaimantKind.ORGANISATION),
        ("US and EU", "", ClaimantKind.ORGANISATION),
        ("Russia", "", ClaimantKind.ORGANISATION),
    ],
)
def test_a_claimant_is_taken_for_a_person_or_a_body(name, role, kind):
    assert kind_of(name, role=role) == kind
