"""Policies, the rules that choose among them, scales and ratings: entered as versions, moved by buttons."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib import admin

from claims.models import ClaimKind, Topic
from factcheck.models import User
from reviews import actions
from reviews.admin.base import Button, DeskAdmin, calling, form_of, text
from reviews.models import Policy, PolicyRule, Rating, Scale
from reviews.models.policies import Approver, Judging
from reviews.policy import BOUNDS, HIGHEST, LONGEST, LONGEST_DEFINITION, LONGEST_LABEL

_COLUMNS = {field.name: field for field in Policy._meta.concrete_fields}
_FLAGS = (
    "researcher_votes",
    "offers",
    "pull",
    "primary_source",
    "claimant_contact",
    "outside_editor",
    "report_required",
)


class _Lines(forms.CharField):
    """A list, one entry a line."""

    def to_python(self, value: Any) -> Any:
        return [line.strip() for line in str(value or "").splitlines() if line.strip()]

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value


def _policy_form(*, named: bool = False) -> type[forms.Form]:
    fields: dict[str, forms.Field] = {
        "name": forms.CharField(max_length=LONGEST["name"]),
        "description": text("Description", required=False, most=LONGEST["description"]),
        "judging": forms.ChoiceField(choices=Judging.choices),
        "approver": forms.ChoiceField(choices=Approver.choices),
    }
    if named:
        fields = {"slug": forms.SlugField(max_length=LONGEST["slug"])} | fields
    for name, (least, most) in BOUNDS.items():
        required = name != "judging_hours"
        hint = str(_COLUMNS[name].help_text)
        fields[name] = forms.IntegerField(min_value=least, max_value=most, required=required, help_text=hint)
    for name in _FLAGS:
        fields[name] = forms.BooleanField(required=False, help_text=str(_COLUMNS[name].help_text))
    lines = forms.Textarea(attrs={"rows": 5})
    fields["checklist"] = _Lines(
        widget=lines, required=False, max_length=10_000, help_text=str(_COLUMNS["checklist"].help_text)
    )
    return form_of(fields)


def _said(policy: Policy) -> dict[str, Any]:
    names = ("name", "description", "judging", "approver", *BOUNDS, *_FLAGS, "checklist")
    return {name: getattr(policy, name) for name in names}


@admin.register(Policy)
class Policies(DeskAdmin):
    list_display = ("name", "slug", "version", "judging", "raters", "active", "is_default")
    list_filter = ("active",)
    ordering = ("slug", "-version", "-uuid")

    def actions_of(self, obj: Policy, user: User) -> Sequence[Button]:
        if not user.is_editor:
            return ()
        known = {"policy_id": obj.uuid}
        buttons = [
            Button(
                "new-version",
                "New version",
                calling(actions.add_policy_version, **known),
                form=_policy_form(),
                initial=_said(obj),
                question="Fact-checks that are open keep the version they have.",
            ),
            Button(
                "new-policy",
                "Copy as a new policy",
                calling(actions.add_policy, is_new=True),
                form=_policy_form(named=True),
                initial=_said(obj),
            ),
        ]
        if obj.active:
            rule = calling(actions.add_policy_rule, policy=obj.slug)
            buttons.append(Button("add-rule", "Choose it by rule", rule, form=_RuleForm))
        if obj.active and not obj.is_default:
            buttons.append(
                Button("deactivate", "Take out of use", calling(actions.deactivate_policy, **known))
            )
        if not obj.active:
            buttons.append(Button("activate", "Put in use", calling(actions.activate_policy, **known)))
        if not obj.is_default:
            buttons.append(
                Button("make-default", "Make the default", calling(actions.make_default_policy, **known))
            )
        return buttons


class _RuleForm(forms.Form):
    """All that is asked must be so."""

    topic = forms.ModelChoiceField(
        queryset=Topic.objects.order_by("slug"), required=False, to_field_name="slug"
    )
    harm = forms.SlugField(max_length=80, required=False, help_text="An area of harm, by its slug.")
    kind = forms.ChoiceField(choices=[("", "any"), *ClaimKind.choices], required=False)
    position = forms.IntegerField(
        min_value=1, max_value=1000, required=False, help_text="1 is asked first; empty: last."
    )

    def clean_topic(self) -> str:
        topic = self.cleaned_data["topic"]
        return topic.slug if topic else ""


class _EditRuleForm(_RuleForm):
    policy = forms.SlugField(max_length=80)


@admin.register(PolicyRule)
class PolicyRules(DeskAdmin):
    list_display = ("position", "topic", "harm", "kind", "policy", "active")
    list_select_related = ("topic",)
    list_filter = ("active",)
    ordering = ("-active", "position", "-uuid")

    def actions_of(self, obj: PolicyRule, user: User) -> Sequence[Button]:
        if not user.is_editor:
            return ()
        known = {"rule_id": obj.uuid}
        if not obj.active:
            return [Button("activate", "Put in use", calling(actions.activate_policy_rule, **known))]
        asked = {name: getattr(obj, name) for name in ("harm", "kind", "policy", "position")}
        asked["topic"] = obj.topic.slug if obj.topic else None
        edit = calling(actions.edit_policy_rule, **known)
        return [
            Button("edit", "Change", edit, form=_EditRuleForm, initial=asked),
            Button("deactivate", "Take out of use", calling(actions.deactivate_policy_rule, **known)),
        ]


class _RatingsField(forms.CharField):
    """A rating in five lines: slug, label, number or -, definition, burden of proof; a blank line between."""

    def to_python(self, value: Any) -> Any:
        blocks = [b for b in str(value or "").replace("\r", "").split("\n\n") if b.strip()]
        return [self._rating(block.strip("\n").split("\n")) for block in blocks]

    def _rating(self, lines: list[str]) -> dict[str, Any]:
        number = lines[2].strip() if len(lines) > 2 else ""
        if len(lines) not in (4, 5) or not (number == "-" or number.isdecimal()):
            raise forms.ValidationError("Give slug, label, number or -, definition, burden: a line each.")
        return {
            "slug": lines[0].strip(),
            "label": lines[1].strip(),
            "value": None if number == "-" else int(number),
            "definition": lines[3].strip(),
            "burden_of_proof": lines[4].strip() if len(lines) == 5 else "",
        }

    def prepare_value(self, value: Any) -> Any:
        return "\n\n".join(value) if isinstance(value, list) else value


def _scale_form(*, named: bool = False) -> type[forms.Form]:
    most = 30 * (2 * LONGEST_DEFINITION + LONGEST_LABEL + 100)
    fields: dict[str, forms.Field] = {
        "name": forms.CharField(max_length=LONGEST["name"]),
        "description": text("Description", required=False, most=LONGEST["description"]),
        "words_only": forms.BooleanField(required=False),
        "ratings": _RatingsField(
            widget=forms.Textarea(attrs={"rows": 20}),
            required=False,
            max_length=most,
            help_text=f"Slug, label, number (1 to {HIGHEST}) or -, definition, burden of proof: a line each."
            " A blank line between two ratings.",
        ),
    }
    return form_of({"slug": forms.SlugField(max_length=LONGEST["slug"])} | fields if named else fields)


def _in_lines(scale: Scale) -> dict[str, Any]:
    ratings = [
        "\n".join(
            " ".join(str(line).split())
            for line in (
                r.slug,
                r.label,
                "-" if r.value is None else r.value,
                r.definition,
                r.burden_of_proof,
            )
        ).rstrip("\n")
        for r in scale.ratings.order_by("position")
    ]
    said = {name: getattr(scale, name) for name in ("name", "description", "words_only")}
    return said | {"ratings": ratings}


@admin.register(Scale)
class Scales(DeskAdmin):
    list_display = ("name", "slug", "version", "words_only", "is_default")
    ordering = ("slug", "-version", "-uuid")

    def actions_of(self, obj: Scale, user: User) -> Sequence[Button]:
        if not user.is_editor:
            return ()
        known, said = {"scale_id": obj.uuid}, _in_lines(obj)
        new = calling(actions.add_scale, is_new=True)
        next_one = calling(actions.add_scale_version, **known)
        buttons = [
            Button("new-version", "New version", next_one, form=_scale_form(), initial=said),
            Button("new-scale", "Copy as a new scale", new, form=_scale_form(named=True), initial=said),
        ]
        if not obj.is_default:
            buttons.append(
                Button("make-default", "Make the default", calling(actions.make_default_scale, **known))
            )
        return buttons


@admin.register(Rating)
class Ratings(DeskAdmin):
    key = "id"
    list_display = ("label", "scale", "position", "value", "worst", "best")
    list_select_related = ("scale",)
    list_filter = ("scale",)
    ordering = ("scale__slug", "position", "id")
