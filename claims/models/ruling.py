"""What the order goes by now, as one text: the key of the rules that every process keeps.

PostgreSQL writes it inside the statement of `knowing`, any database by four; a test holds both equal.
"""

from typing import Final

import orjson
from django.db import connection

from claims.models.statements import rows_of
from claims.models.topics import Topic
from claims.models.triage import HarmArea, Incident, TriageSettings

_TOPIC: Final = ("slug", "id", "keywords", "patterns")
_AREA: Final = ("slug", "name", "gravity", "keywords", "patterns", "active")

IN_ONE: Final = """(SELECT json_build_object(
    'topics', (SELECT json_agg(json_build_array(t.slug, t.id, t.keywords, t.patterns) ORDER BY t.id)
        FROM claims_topic t),
    'areas', (SELECT json_agg(json_build_array(h.slug, h.name, h.gravity, h.keywords, h.patterns, h.active)
        ORDER BY h.id) FROM claims_harmarea h),
    'incidents', (SELECT json_agg(json_build_array(i.uuid, i.name, i.points, i.keywords, i.patterns)
        ORDER BY i.id) FROM claims_incident i WHERE i.ended_at IS NULL),
    'weights', (SELECT g.weights FROM claims_triagesettings g WHERE g.active))::text)"""


def rules_in_force(*, at_once: bool | None = None) -> str:
    """Return the desk's rules as `claims.triage.rules_from` reads them.

    `at_once` chooses the way, for the test that holds both equal.
    """
    if connection.vendor == "postgresql" if at_once is None else at_once:
        found: str = rows_of(f"SELECT {IN_ONE}", [])[0][0]
        return found
    incidents = Incident.objects.filter(ended_at__isnull=True).order_by("id")
    weights = TriageSettings.objects.filter(active=True).values_list("weights", flat=True).first()
    return orjson.dumps(
        {
            "topics": list(Topic.objects.order_by("id").values_list(*_TOPIC)) or None,
            "areas": list(HarmArea.objects.order_by("id").values_list(*_AREA)) or None,
            "incidents": list(incidents.values_list("uuid", "name", "points", "keywords", "patterns"))
            or None,
            "weights": weights,
        }
    ).decode()
