"""How set-up does several things at once."""

import threading

import pytest

from config.setup.checkout import SetupError
from config.setup.terminal import side_by_side


def test_works_run_at_the_same_time() -> None:
    both = threading.Barrier(2, timeout=10)
    side_by_side(both.wait, both.wait)


def test_an_error_is_told_when_all_have_ended() -> None:
    begun, ended = threading.Event(), []

    def fail() -> None:
        begun.set()
        raise SetupError("no packages")

    def work() -> None:
        begun.wait(10)
        ended.append("work")

    with pytest.raises(SetupError, match="no packages"):
        side_by_side(fail, work)
    assert ended == ["work"]
