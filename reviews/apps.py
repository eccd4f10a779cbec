from django.apps import AppConfig


class ReviewsConfig(AppConfig):
    name = "reviews"
    verbose_name = "Reviews"

    def ready(self) -> None:
        from factcheck.models.captures import keep_hidden  # noqa: PLC0415 - models must be loaded first
        from factcheck.models.events import keep_sealed  # noqa: PLC0415
        from reviews.models import Assignment, Evidence, EvidenceCheck, ToDo  # noqa: PLC0415

        # An event of a sealed seat says that it was filed, and when: the chain is read after the reveal.
        keep_sealed(lambda: Assignment.objects.sealed().values("uuid"))
        # So does the reminder of its holder, which passes when he has filed.
        of_one = ToDo.objects.filter(owner__isnull=False)
        keep_sealed(lambda: of_one.filter(assignment__in=Assignment.objects.sealed()).values("uuid"))
        # Who must not notice a confidential source notices neither its chain nor its copies.
        keep_sealed(lambda: Evidence.objects.filter(confidential=True).values("uuid"))
        keep_hidden(lambda user: EvidenceCheck.objects.captures_kept_from(user))
