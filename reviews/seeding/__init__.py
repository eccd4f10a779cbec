"""The sample desk, loaded from seeds/ through the same actions that people use."""

from reviews.seeding.access import give_access, logins, tokens
from reviews.seeding.sowing import sow

__all__ = ["give_access", "logins", "sow", "tokens"]
