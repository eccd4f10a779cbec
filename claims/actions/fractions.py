"""Numbers with a fraction, as events hold them."""

from collections.abc import Mapping
from typing import Any


def as_told(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values with fractions as text: a hash must not depend on who writes out a float."""
    return {name: f"{value:g}" if isinstance(value, float) else value for name, value in values.items()}
