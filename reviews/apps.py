from django.apps import AppConfig


class ReviewsConfig(AppConfig):
    name = "reviews"
    verbose_name = "Reviews"

    def ready(self) -> None:
        from factcheck.models.events import keep_sealed  # noqa: PLC0415 - models must be loaded first
        from reviews.models import Assignment  # noqa: PLC0415

        # An event of a sealed seat says that it was filed, and when: the chain is read after the reveal.
        keep_sealed(lambda: Assignment.objects.sealed().values("uuid"))
