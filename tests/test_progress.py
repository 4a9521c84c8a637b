import threading

import pytest

from briefqa.progress import beside, no_progress


def test_work_beside_gives_its_result_and_tells_its_progress_in_the_callers_thread():
    def work(progress):
        progress("counting", 1, 2)
        progress("counting", 2, 2)
        return threading.current_thread()

    told = []
    with beside(work) as wait:
        worker = wait(lambda *event: told.append((threading.current_thread(), *event)))
    here = threading.current_thread()
    assert worker is not here
    assert told == [(here, "counting", 1, 2), (here, "counting", 2, 2)]


def test_what_goes_wrong_beside_is_raised_where_the_result_is_waited_for():
    def work(progress):
        raise ValueError("broken")

    with beside(work) as wait, pytest.raises(ValueError, match="broken"):
        wait(no_progress)


def test_work_beside_ends_when_the_block_is_left():
    done = threading.Event()

    def work(progress):
        while not done.is_set():  # for ever, were it not stopped
            progress("waiting", 0, 1)

    with pytest.raises(KeyError), beside(work):
        raise KeyError("left")
    assert not done.is_set()
