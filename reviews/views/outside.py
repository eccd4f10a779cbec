"""Editors from outside: who was named, and links taken back."""

from uuid import UUID

from django.db.models import QuerySet
from rest_framework.request import Request
from rest_framework.response import Response

from factcheck import clock
from factcheck.api.filters import Uuid
from factcheck.api.permissions import RoleIn
from factcheck.api.views import DeskViewSet, verb
from factcheck.roles import EDITORS
from reviews import actions
from reviews.models import OutsideApproval
from reviews.serializers.outside import OutsideApprovalDetail
from reviews.serializers.people import PERSON
from reviews.views.rows import Moves, PeopleRows


class OutsideApprovals(Moves, PeopleRows, DeskViewSet):
    """Links by which somebody outside approves one fact-check, the newest first."""

    model = OutsideApproval
    serializer_class = OutsideApprovalDetail
    permission_classes = [RoleIn(*EDITORS)]
    list_fields = {
        "uuid": "uuid",
        "fact_check": "fact_check__uuid",
        "editor": "editor__uuid",
        "named_at": "named_at",
        "expires_at": "expires_at",
        "used_at": "used_at",
        "revoked_at": "revoked_at",
    }
    list_schema = {"editor": PERSON}
    people = {"editor": "editor"}
    keyset = ("-id",)
    filters = {"fact_check": Uuid("fact_check__uuid")}

    def get_queryset(self) -> QuerySet[OutsideApproval]:
        rows = OutsideApproval.objects.visible_to(self.request.user)
        return rows if self.action == "list" else rows.select_related("fact_check", "editor", "named_by")

    @verb()
    def revoke(self, request: Request, uuid: UUID) -> Response:
        """Take a link back."""
        self.of(request)
        actions.revoke_outside_editor(approval_id=uuid, by=self.user, at=clock.now())
        return self.answer(uuid)
