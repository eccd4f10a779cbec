"""A choice of routing as tables, for the pages of seats and fact-checks."""

from collections.abc import Mapping
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString


def table_of(told: Mapping[str, Any]) -> SafeString:
    """Return what `reviews.serializers.explanations` tells as markup, without parts that count nothing."""
    costed = [row for row in told["considered"] if row["points"] is not None]
    names = [name for name in told["parts_in_words"] if any(row["parts"].get(name) for row in costed)]
    context = {
        "told": told,
        "parts": [(name, told["parts_in_words"][name]) for name in names],
        "costed": [row | {"shown": [row["parts"].get(name, 0) for name in names]} for row in costed],
        "barred": [row for row in told["considered"] if row["points"] is None],
    }
    return render_to_string("admin/reviews/choice.html", context)
