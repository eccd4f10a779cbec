"""Input that is refused rather than guessed at."""

import math
import re
from typing import Any
from urllib.parse import urlsplit

from django.core.validators import MaxLengthValidator, MaxValueValidator, MinValueValidator
from rest_framework import serializers
from rest_framework.request import Request

LONGEST_TEXT = 20_000
BIGGEST = 2**31 - 1
LONGEST_URL = 2000
# Tab, line feed and carriage return are text; bidi marks are too (they are shown, not obeyed).
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
_HOST = re.compile(r"[^\s/\\@<>\"'`{}|^%]+")


def refuse_controls(text: Any) -> None:
    """Raise ValidationError for NUL, half characters and control characters."""
    if isinstance(text, str) and _CONTROLS.search(text):
        raise serializers.ValidationError("Control characters have no place here.", "control_characters")


def refuse_unbounded(number: float) -> None:
    """Raise ValidationError for NaN and infinity, which JSON and databases spell differently."""
    if not math.isfinite(number):
        raise serializers.ValidationError("This must be a finite number.", "not_finite")


class CleanText(serializers.CharField):
    """Text of at most `max_length` characters, without control characters; one line unless `lines`."""

    def __init__(self, *, max_length: int = 2000, lines: bool = False, **options: Any) -> None:
        super().__init__(max_length=max_length, **options)
        self.lines = lines
        self.validators.append(refuse_controls)

    def to_internal_value(self, data: Any) -> str:
        text: str = super().to_internal_value(data)
        if not self.lines and ("\n" in text or "\r" in text):
            raise serializers.ValidationError("This must be one line.", "several_lines")
        return text


class HttpUrl(CleanText):
    """An http or https address with a host, as text. Whether it may be fetched, the fetcher judges."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"max_length": LONGEST_URL, **options})

    def to_internal_value(self, data: Any) -> str:
        text = super().to_internal_value(data)
        if text and not is_http_url(text):
            raise serializers.ValidationError("This must be an http or https address.", "bad_url")
        return text


def is_http_url(text: str) -> bool:
    """Whether this is an http(s) URL that every parser reads alike: no spaces, backslash or userinfo."""
    if re.search(r"[\s\\\x00-\x1f\x7f]", text):
        return False
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        return False
    named = bool(parts.hostname) and bool(_HOST.fullmatch(parts.netloc))
    return parts.scheme in ("http", "https") and named and port != 0


class StrictSerializer(serializers.Serializer[Any]):
    """The input of one verb. Unknown fields are refused; every text and number has a bound."""

    def get_fields(self) -> dict[str, Any]:
        """Return the fields, bounded where the declaration set no bound."""
        fields: dict[str, Any] = super().get_fields()
        for field in fields.values():
            _bound(field)
        return fields

    def to_internal_value(self, data: Any) -> Any:
        """Return the validated values. Raises ValidationError, for unknown fields too."""
        if isinstance(data, dict):
            self._refuse_unknown(data)
            self._refuse_other_types(data)
        return super().to_internal_value(data)

    def _refuse_unknown(self, data: dict[str, Any]) -> None:
        unknown = sorted(set(data) - set(self.fields))
        if unknown:
            message = f"There is no such field. Known: {', '.join(self.fields)}."
            errors = {name: [serializers.ErrorDetail(message, "unknown_field")] for name in unknown[:20]}
            raise serializers.ValidationError(errors)

    def _refuse_other_types(self, data: dict[str, Any]) -> None:
        """DRF reads true as the UUID 1 and 7 as the text "7"; here a value has the type the schema says."""
        wrong = {
            name: [serializers.ErrorDetail(message, "wrong_type")]
            for name, field in self.fields.items()
            if name in data and (message := _wrong_type(field, data[name]))
        }
        if wrong:
            raise serializers.ValidationError(wrong)


_NUMBERS = (serializers.IntegerField, serializers.FloatField)
_TEXTS = (
    serializers.CharField,
    serializers.UUIDField,
    serializers.DateTimeField,
    serializers.DateField,
    serializers.DurationField,
)


def _wrong_type(field: Any, value: Any) -> str:
    """Return what is wrong with a value's JSON type, or "". Null and blanks are the field's own affair."""
    if value is None:
        return ""
    if isinstance(field, serializers.ListField) and isinstance(value, list):
        return next(filter(None, (_wrong_type(field.child, inner) for inner in value)), "")
    if isinstance(field, _TEXTS) and not isinstance(value, str):
        return "This must be text."
    if isinstance(field, _NUMBERS) and (isinstance(value, bool) or not isinstance(value, int | float)):
        return "This must be a number."
    if isinstance(field, serializers.BooleanField) and not isinstance(value, bool):
        return "This must be true or false."
    several = isinstance(field, serializers.MultipleChoiceField)
    if isinstance(field, serializers.ChoiceField) and not several and isinstance(value, bool | list | dict):
        return "This must be one of the choices."
    return ""


def _bound(field: Any) -> None:
    """Set the limits a declaration left open, so that no value gets as far as the database to be refused."""
    if isinstance(field, serializers.CharField) and not isinstance(field, CleanText):
        field.validators.append(refuse_controls)
        if field.max_length is None:
            field.validators.append(MaxLengthValidator(LONGEST_TEXT))
    if isinstance(field, serializers.IntegerField):
        if field.max_value is None:
            field.validators.append(MaxValueValidator(BIGGEST))
        if field.min_value is None:
            field.validators.append(MinValueValidator(-BIGGEST))
    if isinstance(field, serializers.FloatField):
        field.validators.append(refuse_unbounded)
    child = getattr(field, "child", None)
    if child is not None and not isinstance(child, serializers.Serializer):
        _bound(child)


def read(
    serializer: type[serializers.BaseSerializer[Any]], request: Request, **options: Any
) -> dict[str, Any]:
    """Return the validated body of a request as keyword arguments. Raises ValidationError (400)."""
    given = serializer(data=request.data, **options)
    given.is_valid(raise_exception=True)
    values: dict[str, Any] = given.validated_data
    return values
