"""Word to the editors when the desk gets stuck, with what can be done: each breach once, and not early."""

from reviews.actions.escalation.round import Told, escalate
from reviews.actions.escalation.words import words_changed

__all__ = ["Told", "escalate", "words_changed"]
