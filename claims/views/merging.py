"""The verbs by which claims become one, or several."""

from typing import Any
from uuid import UUID

from django.shortcuts import get_object_or_404
from rest_framework.request import Request
from rest_framework.response import Response

from claims import actions
from claims.models import Claim
from claims.serializers.merging import MergeClaim, SplitClaim
from factcheck import clock
from factcheck.api.conditional import check_if_match
from factcheck.api.serializers import read
from factcheck.api.views import DeskViewSet, verb


class MergeVerbs(DeskViewSet):
    """Merging and splitting, for the view of claims."""

    def seen(self, request: Request, *, edit: bool = False) -> UUID:
        """The id of the claim addressed, if the caller sees it in the version that he names."""
        rows = Claim.objects.visible_to(self.user)
        claim = get_object_or_404(rows.only("uuid", "chain_seq"), uuid=self.kwargs["uuid"])
        check_if_match(request, claim, required=edit)
        return claim.uuid

    @verb(request=MergeClaim)
    def merge(self, request: Request, uuid: UUID) -> Response:
        """Say that the claim repeats another, which stands for it from now on."""
        return self._done(actions.merge, request, MergeClaim)

    @verb()
    def unmerge(self, request: Request, uuid: UUID) -> Response:
        """Take a merged claim out again: it is detected, with its own places."""
        return self._done(actions.unmerge, request)

    @verb(request=SplitClaim)
    def split(self, request: Request, uuid: UUID) -> Response:
        """Split a compound claim into claims that assert one thing each; it stays, off the list."""
        return self._done(actions.split, request, SplitClaim)

    @verb()
    def unsplit(self, request: Request, uuid: UUID) -> Response:
        """Put a split claim together again; parts that nobody has taken further are merged into it."""
        return self._done(actions.unsplit, request)

    def _done(self, action: Any, request: Request, asked: Any = None) -> Response:
        claim = self.seen(request)
        given = read(asked, request) if asked else {}
        action(claim_id=claim, **given, by=self.user, at=clock.now())
        return self.answer(claim)
