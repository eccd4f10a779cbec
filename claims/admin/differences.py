"""What changed between two snapshots of an article, to be read in the admin."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, groupby
from typing import Any, Final

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from claims.models import Claim, Snapshot
from claims.serializers.differences import compared

_CONTEXT: Final = 1  # unchanged paragraphs shown beside a change
_MOST: Final = 200  # paragraphs and claims shown
_NAMES: Final = {"title": "Title", "byline": "Byline", "published_at": "Published", "language": "Language"}
_FATES: Final = {"changed": "words changed or gone", "new": "new", "stands": "stands"}


def shown(before: Snapshot, after: Snapshot) -> SafeString:
    """Return what changed as paragraphs with words taken out and put in, and what became of the claims."""
    found = compared(before, after)
    moments = (f"{found[name]:%Y-%m-%d %H:%M}" for name in ("from_taken_at", "to_taken_at"))
    parts = [
        format_html(
            "<p>From snapshot {} ({} UTC) to snapshot {} ({} UTC).</p>",
            *chain.from_iterable(zip((before.number, after.number), moments, strict=True)),
        ),
        _metadata(found["metadata"]),
        _text(found["paragraphs"]),
        _claims(found["claims"]),
    ]
    if found["coarse"]:
        parts.append(format_html("<p>{}</p>", "Part of it is too different to be compared word by word."))
    return format_html('<div class="difference">{}</div>', format_html_join("", "{}", ((p,) for p in parts)))


def _metadata(fields: Iterable[Mapping[str, Any]]) -> SafeString:
    rows = ((_NAMES[f["field"]], f["before"] or "—", f["after"] or "—") for f in fields)
    return format_html_join("", "<p>{}: <del>{}</del> <ins>{}</ins></p>", rows)


def _text(paragraphs: Sequence[Mapping[str, Any]]) -> SafeString:
    changed = {place for place, p in enumerate(paragraphs) if p["op"] != "equal"}
    if not changed:
        return format_html("<p>{}</p>", "The text is the same.")
    near = {place + shift for place in changed for shift in range(-_CONTEXT, _CONTEXT + 1)}
    lines: list[SafeString] = []
    for is_near, run in groupby(enumerate(paragraphs), key=lambda one: one[0] in near):
        group = [paragraph for _, paragraph in run]
        lines += map(_paragraph, group) if is_near else [_left_out(len(group))]
    return format_html_join("", "{}", ((line,) for line in _cut(lines, "paragraphs")))


def _left_out(count: int) -> SafeString:
    return format_html(
        "<p class=quiet>… {} unchanged …</p>", "1 paragraph" if count == 1 else f"{count} paragraphs"
    )


def _paragraph(one: Mapping[str, Any]) -> SafeString:
    match one["op"]:
        case "equal":
            return format_html("<p>{}</p>", one["after"])
        case "insert":
            return format_html("<p><ins>{}</ins></p>", one["after"])
        case "delete":
            return format_html("<p><del>{}</del></p>", one["before"])
    return format_html("<p>{}</p>", format_html_join("", "{}", ((_words(w),) for w in one["words"])))


def _words(one: Mapping[str, Any]) -> SafeString:
    if one["op"] == "equal":
        return format_html("{}", one["after"])
    gone = format_html("<del>{}</del>", one["before"]) if one["before"] else ""
    come = format_html("<ins>{}</ins>", one["after"]) if one["after"] else ""
    return format_html("{}{}", gone, come)


def _claims(fates: Sequence[Mapping[str, Any]]) -> SafeString:
    """Those that changed first: they are what a desk must look at."""
    ordered = sorted(fates, key=lambda one: list(_FATES).index(one["fate"]))
    pks = dict(Claim.objects.filter(uuid__in=[o["claim"] for o in ordered[:_MOST]]).values_list("uuid", "pk"))
    lines = [
        format_html(
            '<li><strong>{}</strong>: <a href="{}">{}</a></li>',
            _FATES[one["fate"]],
            reverse("admin:claims_claim_change", args=[pks[one["claim"]]]),
            one["wording"],
        )
        for one in ordered[:_MOST]
    ]
    if not lines:
        return format_html("<p class=quiet>{}</p>", "No claims in either.")
    return format_html("<p>Claims:</p><ul>{}</ul>", format_html_join("", "{}", ((line,) for line in lines)))


def _cut(lines: Sequence[SafeString], what: str) -> Iterator[SafeString]:
    yield from lines[:_MOST]
    if len(lines) > _MOST:
        yield format_html("<p class=quiet>… {} {} more …</p>", len(lines) - _MOST, what)
