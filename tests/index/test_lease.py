import threading

from hypothesis import given, settings
from hypothesis import strategies as st

from briefqa.index.lease import Lease


def test_what_nobody_uses_is_closed_when_another_takes_its_place():
    closed: list[str] = []
    lease = Lease("a", closed.append)
    lease.move("b")
    assert (lease.now, closed) == ("b", ["a"])
    lease.close()
    assert closed == ["a", "b"]


def test_what_is_in_use_is_closed_by_its_last_user_however_many_follow():
    closed: list[str] = []
    lease = Lease("a", closed.append)
    with lease.use() as first:
        with lease.use() as second:
            lease.move("b")
            lease.move("c")
            assert (first, second, lease.now, closed) == ("a", "a", "c", ["b"])
        assert closed == ["b"]
    assert closed == ["b", "a"]


def test_a_failing_user_gives_back_what_it_held():
    closed: list[str] = []
    lease = Lease("a", closed.append)
    try:
        with lease.use():
            lease.move("b")
            raise ValueError
    except ValueError:
        pass
    assert closed == ["a"]


@settings(deadline=None, max_examples=20)
@given(st.integers(1, 6), st.integers(1, 30))
def test_nothing_is_closed_in_use_and_everything_is_closed_once(users: int, moves: int):
    closed: list[int] = []
    broken: list[int] = []
    lease = Lease(0, closed.append)
    done = threading.Event()

    def use() -> None:
        while not done.is_set():
            with lease.use() as held:
                if held in closed:
                    broken.append(held)

    threads = [threading.Thread(target=use) for _ in range(users)]
    for thread in threads:
        thread.start()
    for number in range(1, moves + 1):
        lease.move(number)
    done.set()
    for thread in threads:
        thread.join()
    lease.close()
    assert broken == []
    assert sorted(closed) == list(range(moves + 1))
