"""A reviewer's profile as forms: languages, skills and hours a line each."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms

from claims.models import Outlet, Topic
from reviews.models import Reviewer

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_HOURS = re.compile(
    r"(?P<first>[A-Z][a-z]{2})(?:\s*[-–]\s*(?P<last>[A-Z][a-z]{2}))?\s+(?P<begins>\d\d:\d\d)\s*[-–]\s*(?P<ends>\d\d:\d\d)"
)


class _Lines(forms.CharField):
    """Something a line; empty lines count nothing."""

    def __init__(self, **options: Any) -> None:
        super().__init__(widget=forms.Textarea(attrs={"rows": 5}), required=False, max_length=5000, **options)

    def lines(self, value: Any) -> list[str]:
        return [line.strip() for line in str(value or "").splitlines() if line.strip()]


class LanguagesField(_Lines):
    """Code and level a line: {"en": "native"}."""

    def to_python(self, value: Any) -> Any:
        pairs = [line.split() for line in self.lines(value)]
        if any(len(pair) != 2 for pair in pairs):
            raise forms.ValidationError("A language and how well, such as “en native”, on each line.")
        return dict(pairs)

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(f"{k} {v}" for k, v in value.items()) if isinstance(value, Mapping) else value


class TopicsField(_Lines):
    """Slug and skill a line: {"energy": 4}."""

    def to_python(self, value: Any) -> Any:
        pairs = [line.split() for line in self.lines(value)]
        if any(len(pair) != 2 or not pair[1].isdecimal() for pair in pairs):
            raise forms.ValidationError("A topic’s slug and a skill, such as “energy 4”, on each line.")
        return {slug: int(skill) for slug, skill in pairs}

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(f"{k} {v}" for k, v in value.items()) if isinstance(value, Mapping) else value


class HoursField(_Lines):
    """Days and times a line, "Mon-Fri 09:00-17:00": rows as `reviews.hours` takes them."""

    def to_python(self, value: Any) -> Any:
        return [row for line in self.lines(value) for row in self._rows(line)]

    def _rows(self, line: str) -> Iterable[list[Any]]:
        found = _HOURS.fullmatch(line)
        days = (found["first"], found["last"] or found["first"]) if found else ("", "")
        if found is None or not set(days) <= set(_DAYS):
            raise forms.ValidationError("Days and times, such as “Mon-Fri 09:00-17:00”, on each line.")
        first, last = (_DAYS.index(day) for day in days)
        span = range(first, last + 1) if first <= last else [*range(first, 7), *range(last + 1)]
        return [[day + 1, found["begins"], found["ends"]] for day in span]

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(in_words(value)) if isinstance(value, list) else value


def in_words(hours: Sequence[Sequence[Any]]) -> list[str]:
    """Hours a line, days in a row with the same hours together."""
    by_day = [tuple(f"{b}-{e}" for day, b, e in hours if day == number) for number in range(1, 8)]
    lines: list[str] = []
    start = 0
    for number in range(1, 8):
        if number == 7 or by_day[number] != by_day[start]:
            days = _DAYS[start] if number - start == 1 else f"{_DAYS[start]}-{_DAYS[number - 1]}"
            lines += [f"{days} {span}" for span in by_day[start]]
            start = number
    return lines


class OwnForm(forms.Form):
    """What a person says of himself."""

    time_zone = forms.CharField(max_length=64, help_text="IANA, such as Europe/Berlin")
    working_hours = HoursField(help_text="Such as “Mon-Fri 09:00-17:00”; none: always. A night is two lines.")
    opted_out = forms.ModelMultipleChoiceField(
        queryset=Topic.objects.order_by("name"),
        to_field_name="slug",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label="Topics not wanted",
    )

    def clean_opted_out(self) -> list[str]:
        return [topic.slug for topic in self.cleaned_data["opted_out"]]


class WholeForm(OwnForm):
    """What editors say of a person, besides."""

    capacity = forms.IntegerField(min_value=0, max_value=1000, help_text="Open assignments at once.")
    weekly_capacity = forms.IntegerField(
        min_value=0, max_value=1000, required=False, help_text="Assignments in seven days; empty: no limit."
    )
    seniority = forms.IntegerField(min_value=0, max_value=100, help_text="Urgent claims go by it.")
    employer = forms.ModelChoiceField(
        queryset=Outlet.objects.order_by("name"),
        to_field_name="slug",
        required=False,
        help_text="Own outlet: its claims are never his. A new one takes him off at once.",
    )
    languages = LanguagesField(help_text="Such as “en native”: native, fluent or working.")
    topics = TopicsField(help_text="Such as “energy 4”: skill 1 to 5.")

    field_order = ("languages", "topics", "capacity", "weekly_capacity", "seniority", "employer")

    def clean_employer(self) -> str:
        outlet = self.cleaned_data["employer"]
        return outlet.slug if outlet else ""


def profile_of(reviewer: Reviewer) -> dict[str, Any]:
    """What the forms begin with."""
    topics = list(reviewer.topics.select_related("topic").order_by("topic__slug"))
    return {
        "time_zone": reviewer.time_zone,
        "working_hours": reviewer.working_hours,
        "opted_out": [row.topic.slug for row in topics if row.opted_out],
        "capacity": reviewer.capacity,
        "weekly_capacity": reviewer.weekly_capacity,
        "seniority": reviewer.seniority,
        "employer": reviewer.employer.slug if reviewer.employer else "",
        "languages": dict(reviewer.languages.order_by("language").values_list("language", "level")),
        "topics": {row.topic.slug: row.skill for row in topics if row.skill is not None},
    }
