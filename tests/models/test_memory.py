import subprocess
import sys

import pytest

from briefqa.models.memory import return_freed_memory

FREE_MUCH = """
from pathlib import Path
from briefqa.models.memory import return_freed_memory


def resident():
    return int(Path("/proc/self/statm").read_text().split()[1])


kept = []
blocks = []
for number in range(20000):  # small ones, which the allocator does not map one by one
    blocks.append(bytes(2000))
    if number % 1000 == 0:
        kept.append(bytes(2000))
full = resident()
del blocks
return_freed_memory()
print(full - resident())
"""


@pytest.mark.skipif(sys.platform != "linux", reason="other systems cannot be asked")
def test_what_was_freed_goes_back_to_the_system():
    done = subprocess.run([sys.executable, "-c", FREE_MUCH], capture_output=True, text=True, check=True)
    assert int(done.stdout) * 4096 > 20_000_000


def test_asking_for_it_does_nothing_where_it_cannot_be_done(monkeypatch):
    monkeypatch.setattr("briefqa.models.memory.sys.platform", "darwin")
    assert return_freed_memory() is None
