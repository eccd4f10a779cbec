"""Claims and claimants that are one, and claims that are several."""

from typing import Any

from rest_framework import serializers

from claims.actions.splitting import FEWEST, MOST
from claims.namesakes import Why
from claims.serializers.claims import ClaimantDetail, ClaimantName
from factcheck.api.serializers import CleanText, StrictSerializer


class MergeClaim(StrictSerializer):
    into = serializers.UUIDField(help_text="The claim that it repeats.")


class SplitClaim(StrictSerializer):
    wordings = serializers.ListField(
        child=CleanText(max_length=2000),
        min_length=FEWEST,
        max_length=MOST,
        help_text="Each one assertion that stands alone: `proposed_split`, or words of your own.",
    )


class MergeClaimant(StrictSerializer):
    into = serializers.UUIDField(help_text="The row of the same person or body that stands for both.")


class MovedClaims(serializers.Serializer[Any]):
    """What came of a merge of claimants, or of its undoing."""

    claimant = ClaimantDetail(read_only=True)
    claims = serializers.IntegerField(help_text="How many changed their claimant.")
    merged = serializers.ListField(
        child=serializers.UUIDField(), help_text="Claims that say what another says: made one, or two again."
    )
    left = serializers.ListField(
        child=serializers.UUIDField(),
        help_text="Claims that say what another says and stay two, as neither waits for a decision.",
    )


class SimilarClaimant(ClaimantName):
    """A claimant that may be the same person or body, and what speaks for it."""

    why = serializers.ChoiceField([(why.value, why.value.replace("_", " ")) for why in Why], read_only=True)

    class Meta(ClaimantName.Meta):
        fields = [*ClaimantName.Meta.fields, "why"]
        read_only_fields = fields


class Similar(serializers.Serializer[Any]):
    """At most twenty, the likeliest first."""

    results = SimilarClaimant(many=True)
