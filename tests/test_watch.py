import os
import threading

import pytest

from briefqa.watch import follow_changes, look


@pytest.fixture
def told(tmp_path):
    """A function that waits for the next change to be told, in a thread of its own, and says whether one was."""
    changes = follow_changes(tmp_path, interval=0.01)

    def wait(seconds=5.0):
        waiting = threading.Thread(target=next, args=(changes,), daemon=True)
        waiting.start()
        waiting.join(seconds)
        return not waiting.is_alive()

    return wait


def test_following_tells_the_start_and_then_each_change(tmp_path, told):
    (tmp_path / "a.txt").write_text("one")
    assert told()
    (tmp_path / "a.txt").write_text("longer")
    assert told()
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "b.txt").write_text("two")
    assert told()
    (tmp_path / "a.txt").unlink()
    assert told()


def test_following_is_silent_while_nothing_changes(tmp_path, told):
    (tmp_path / "a.txt").write_text("one")
    assert told()
    (tmp_path / ".hidden").write_text("no document")
    assert not told(0.2)


def test_a_look_sees_a_file_replaced_by_one_of_the_same_size_and_time(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("one")
    before = look(tmp_path)
    (tmp_path / "b").write_text("two")
    os.utime(tmp_path / "b", ns=(path.stat().st_atime_ns, path.stat().st_mtime_ns))
    (tmp_path / "b").replace(path)
    assert look(tmp_path) != before


def test_a_folder_that_is_not_there_looks_empty(tmp_path):
    assert look(tmp_path / "nowhere") == {}
