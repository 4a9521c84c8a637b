import os
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def data_folder() -> Path:
    """The folder of training and evaluation data; what needs it is skipped where it is absent."""
    folder = Path(os.environ.get("BRIEFQA_DATA") or REPOSITORY / ".." / "shared" / "data")
    if not (folder / "squad-v2-dev.json.xz").exists():
        pytest.skip(f"no data files in {folder}: set BRIEFQA_DATA")
    return folder
