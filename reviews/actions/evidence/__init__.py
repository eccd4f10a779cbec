"""Sources in the shared file: what they say, their copies, who may see them."""

from reviews.actions.evidence.sources import (
    EVIDENCE_FIELDS,
    add_evidence,
    edit_evidence,
    withdraw_evidence,
)

__all__ = ["EVIDENCE_FIELDS", "add_evidence", "edit_evidence", "withdraw_evidence"]
