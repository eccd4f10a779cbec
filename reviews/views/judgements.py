"""Filed reviews and verdicts. They are written by the verbs of assignments and fact-checks."""

from django.db.models import F, QuerySet
from django.db.models.functions import Coalesce

from factcheck.api.filters import Uuid
from factcheck.api.views import DeskViewSet
from reviews.models import Review, Verdict
from reviews.serializers.judgements import ReviewDetail, VerdictDetail
from reviews.serializers.people import PERSON
from reviews.views.rows import OnDesk, PeopleRows


class Reviews(PeopleRows, DeskViewSet):
    """Filed revisions: one's own, and those of others once revealed."""

    model = Review
    serializer_class = ReviewDetail
    permission_classes = [OnDesk]
    list_fields = {
        "uuid": "uuid",
        "fact_check": "fact_check__uuid",
        "assignment": "assignment__uuid",
        "role": "assignment__role",
        "reviewer": "assignment__reviewer__uuid",
        "round": "round",
        "stage": "stage",
        "revision": "revision",
        "rating": "rating__slug",
        "words": "words",
        "filed_at": "filed_at",
        "returned_at": "returned__at",
    }
    list_schema = {"reviewer": PERSON}
    people = {"reviewer": "assignment__reviewer__user"}
    # Not by number: a gap in the numbers would tell of a sealed filing.
    keyset = ("-filed_at", "-uuid")
    filters = {"fact_check": Uuid("fact_check__uuid"), "assignment": Uuid("assignment__uuid")}

    def get_queryset(self) -> QuerySet[Review]:
        rows: QuerySet[Review] = super().get_queryset()
        if self.action == "list":
            return rows
        return rows.select_related("assignment__reviewer__user", "fact_check", "rating", "returned")


class Verdicts(DeskViewSet):
    """Versioned outcomes; outside the desk those that were published."""

    model = Verdict
    serializer_class = VerdictDetail
    list_fields = {
        "uuid": "uuid",
        "fact_check": "fact_check__uuid",
        "version": "version",
        "rating": "rating__slug",
        "label": "shown_label",
        "created_at": "created_at",
    }
    list_schema = {"label": {"type": "string"}}
    filters = {"fact_check": Uuid("fact_check__uuid")}

    def get_queryset(self) -> QuerySet[Verdict]:
        rows: QuerySet[Verdict] = super().get_queryset()
        if self.action == "list":
            return rows.annotate(shown_label=Coalesce(F("rating__label"), F("words")))
        return rows.select_related("fact_check", "rating", "chosen_by", "approved_by")
