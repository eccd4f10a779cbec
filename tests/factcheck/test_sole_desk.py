import os

import pytest

from factcheck import process


def test_a_second_desk_on_one_database_is_refused_and_told_who_runs():
    with (
        process.sole_desk(),
        pytest.raises(process.DeskRuns, match=f"process {os.getpid()} "),
        process.sole_desk(),
    ):
        pass


def test_the_lock_is_free_once_a_desk_is_over():
    with process.sole_desk():
        pass

    with process.sole_desk():
        assert process.lock_path().read_text() == f"{os.getpid()}\n"
