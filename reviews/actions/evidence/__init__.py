"""Sources in the shared file: what they say, their copies, who may see them, what later looks find."""

from reviews.actions.evidence.copies import ask_capture, hand_in_copy, note_quote
from reviews.actions.evidence.looks import awaited, keep_look, seen_before, words_kept
from reviews.actions.evidence.readers import name_reader, remove_reader
from reviews.actions.evidence.rechecks import ask_due_rechecks, recheck_soon
from reviews.actions.evidence.sources import (
    EVIDENCE_FIELDS,
    add_evidence,
    edit_evidence,
    withdraw_evidence,
)

__all__ = [
    "EVIDENCE_FIELDS",
    "add_evidence",
    "ask_capture",
    "ask_due_rechecks",
    "awaited",
    "edit_evidence",
    "hand_in_copy",
    "keep_look",
    "name_reader",
    "note_quote",
    "recheck_soon",
    "remove_reader",
    "seen_before",
    "withdraw_evidence",
    "words_kept",
]
