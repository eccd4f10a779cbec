"""Other people's pages as sources: a site whose pages a test sets, and the jobs that look at them."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
from django.core.files.storage import storages

from factcheck import jobs
from factcheck.models import Job, JobStatus
from reviews import actions
from reviews.models import Evidence
from tests.factcheck.net.sites import NOTHING_THERE, Site, ok
from tests.factories import AT
from tests.reviews.factories import Case, in_research

HTML = "Content-Type: text/html; charset=utf-8"
LINES = [
    "The port of Wexmouth handled 3.1 million tonnes of cargo in the last year, the statistics office said.",
    "The office counts what is moved over the quays of the port, in every month and for every kind of cargo.",
    "Its figures have been published since 1998, and were revised twice, in the years 2004 and 2017.",
    "Containers made up less than half of the cargo; the rest was grain, ore and timber from the interior.",
]
QUOTE = "3.1 million tonnes of cargo"


def article(*lines: str, title: str = "Port statistics") -> bytes:
    """A page with an article of these paragraphs."""
    text = "".join(f"<p>{line}</p>" for line in lines or LINES)
    page = (
        f"<!doctype html><html lang='en'><head><title>{title}</title></head><body><article>{text}</article>"
    )
    return ok(page.encode(), HTML)


class Web(Site):
    """Answers as `pages` says by path, and has nothing else."""

    def __init__(self) -> None:
        self.pages: dict[str, bytes] = {"/table": article()}
        super().__init__(lambda talk: talk.sendall(self._page()))

    @property
    def table(self) -> str:
        return self.url + "table"

    def _page(self) -> bytes:
        return self.pages.get(self.requests[-1].split()[1], NOTHING_THERE)


@pytest.fixture
def web(settings: Any, tmp_path: Any) -> Iterator[Web]:
    """The one site that may be asked, and a store of captures of the test's own."""
    settings.STORAGES["captures"]["OPTIONS"] |= {"location": tmp_path}
    storages._storages = {}
    site = Web()
    settings.FETCH_ALLOW = frozenset({site.origin})
    yield site
    site.close()


def source(web: Web, case: Case | None = None, **fields: Any) -> Evidence:
    """A source at the site's page, put into a file by its researcher; not captured yet."""
    case = case or in_research()
    given: dict[str, Any] = {
        "title": "Port statistics",
        "url": web.table,
        "quote": QUOTE,
        "stance": "refutes",
    }
    return actions.add_evidence(
        fact_check_id=case.uuid,
        by=case.researcher,
        at=AT,
        **given | {"stance": "refutes", "primary": True} | fields,
    )


def worked_off(evidence: Evidence | None = None) -> Any:
    """Let the jobs about sources run, those put off as well; return the source as it is then."""
    for _ in range(6):
        waiting = Job.objects.filter(task__startswith="reviews.tasks.", status=JobStatus.DUE)
        ours = waiting.filter(task__regex=r"\.(capture_source|recheck_source|look_for_quote|recheck_soon)$")
        if not ours.exists():
            break
        ours.update(due_at=AT)
        for task in set(ours.values_list("task", flat=True)):
            jobs.work_off(task)
    if evidence is not None:
        return Evidence.objects.select_related("capture", "near_copy_of").get(pk=evidence.pk)
    return None


def captured(web: Web, case: Case | None = None, **fields: Any) -> Evidence:
    """A source with its copy."""
    found: Evidence = worked_off(source(web, case, **fields))
    assert found.capture_status == "captured", found.capture_problem
    return found


def looked_again(evidence: Evidence, *, at: datetime) -> Evidence:
    """The source after the desk has looked at it again at this moment."""
    Evidence.objects.filter(pk=evidence.pk).update(recheck_at=at)
    assert actions.ask_due_rechecks(at=at) == 1
    found: Evidence = worked_off(evidence)
    return found
