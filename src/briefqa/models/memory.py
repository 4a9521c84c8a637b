"""Memory that loading a model took for a moment."""

from __future__ import annotations

import ctypes
import sys


def return_freed_memory() -> None:
    """Give memory that is free back to the system; call it once when models are loaded.

    Weights are copied as they are read, restored and packed, and glibc keeps what was freed in between for later: 60 MB
    that nothing uses again. Other C libraries give it back themselves or cannot be asked.
    """
    if not sys.platform.startswith("linux"):
        return
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)
