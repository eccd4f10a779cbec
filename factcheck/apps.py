from django.apps import AppConfig
from django.core import checks
from django.db.models.signals import post_migrate


class FactcheckConfig(AppConfig):
    name = "factcheck"
    verbose_name = "Desk"

    def ready(self) -> None:
        from factcheck import startup_checks, triggers  # noqa: PLC0415 - models must be loaded first

        # Django offers no other hook after a migrate; SQLite loses triggers when it remakes a table.
        post_migrate.connect(triggers.install, sender=self, dispatch_uid="factcheck.triggers")
        checks.register(startup_checks.desk)
        checks.register(startup_checks.database, checks.Tags.database)
