import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.factcheck.desk_process import Desk, eventually

pytestmark = pytest.mark.slow


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    desk = Desk(tmp_path)
    yield desk
    desk.close()


def test_a_killed_desk_goes_on_within_five_seconds_of_its_next_start(desk: Desk, tmp_path: Path) -> None:
    desk.start()
    (tmp_path / "hold").touch()
    subjects = [desk.add("patient") for _ in range(3)]
    eventually(lambda: bool(desk.notes()))

    desk.kill()
    assert "running" in desk.statuses()
    (tmp_path / "hold").unlink()
    desk.start()

    assert eventually(lambda: desk.statuses() == {"done": 3}) < 5
    assert {f"end {subject}" for subject in subjects} <= set(desk.notes())
    assert desk.stop() == 0


def test_one_process_serves_pages_refuses_a_second_desk_and_stops_on_request(
    desk: Desk, tmp_path: Path
) -> None:
    desk.start()
    answers: list[bytes] = []
    asking = threading.Thread(target=lambda: answers.append(desk.get("/slow")))

    second = desk.manage("run", "--port", "0")
    doctor_sees = desk.manage("doctor")
    asking.start()
    eventually(lambda: (tmp_path / "asked").exists())
    code = desk.stop()
    asking.join()

    assert b"200 OK" in answers[0]
    assert len(answers[0]) > 200_000
    assert second.returncode == 1
    assert (
        second.stderr.strip().splitlines()[-1].startswith("CommandError: This desk already runs, as process")
    )
    assert doctor_sees.returncode == 0, doctor_sees.stdout
    assert code == 0


def test_a_job_that_kills_the_desk_is_started_five_times_and_its_neighbours_live(desk: Desk) -> None:
    desk.manage("migrate", "--verbosity", "0")
    desk.add("deadly", attempts=3)
    neighbours = [desk.add("quick") for _ in range(3)]

    for _ in range(2):
        desk.start()
        desk.process.wait(timeout=20)
    desk.start()

    eventually(lambda: desk.statuses() == {"dead": 1, "done": 3})
    assert sum(note.startswith("deadly") for note in desk.notes()) == 2
    assert {f"quick {subject}" for subject in neighbours} == {
        n for n in desk.notes() if n.startswith("quick")
    }
