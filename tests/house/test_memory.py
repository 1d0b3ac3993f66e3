"""However many threads have built an index, the process keeps little of what they let go."""

from __future__ import annotations

import platform
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
# Eight threads at once that each hold some memory; then the C library tells of its stores.
THREADS = """
import ctypes, sys, threading
if sys.argv[2:]:
    from house.memory import keep_little
    keep_little()
library = ctypes.CDLL(None)
library.malloc.restype = library.fopen.restype = ctypes.c_void_p
together = threading.Barrier(8)
def hold():
    together.wait()
    library.malloc(ctypes.c_size_t(1000))
    together.wait()
threads = [threading.Thread(target=hold) for _ in range(8)]
for thread in threads: thread.start()
for thread in threads: thread.join()
told = ctypes.c_void_p(library.fopen(sys.argv[1].encode(), b"w"))
library.malloc_info(0, told)
library.fclose(told)
"""


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="another C library has no such stores")
def test_threads_share_two_stores_of_memory(tmp_path: Path) -> None:
    def stores(*asked: str) -> int:
        told = tmp_path / "told.xml"
        subprocess.run([sys.executable, "-c", THREADS, str(told), *asked], cwd=ROOT, check=True)
        return told.read_text(encoding="ascii").count("<heap nr=")

    assert stores() > 2  # or there is nothing to keep from
    assert stores("little") <= 2
