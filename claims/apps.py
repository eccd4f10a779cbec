from django.apps import AppConfig


class ClaimsConfig(AppConfig):
    name = "claims"
    verbose_name = "Claims"

    def ready(self) -> None:
        from django.conf import settings  # noqa: PLC0415

        from claims.detection import semantic  # noqa: PLC0415
        from claims.models import Snapshot  # noqa: PLC0415 - models must be loaded first
        from factcheck import health  # noqa: PLC0415
        from factcheck.captures import keep_needed  # noqa: PLC0415

        semantic.use(settings.SEMANTIC_MODEL)
        health.also(lambda: health.Finding("model", *semantic.standing()))

        # A page on which a claim was taken up is evidence of who said what, as long as the desk stands by it.
        keep_needed(Snapshot.objects.captures_needed)
