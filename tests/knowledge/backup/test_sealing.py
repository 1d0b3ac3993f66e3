"""What is sealed is given back as it was, with its key only, and never in part."""

from __future__ import annotations

from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.backup import sealing
from knowledge.backup.sealing import Sealed, SealError, opened

KEY = "k" * 32


@pytest.fixture(autouse=True, scope="module")
def _small_blocks() -> object:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sealing, "BLOCK_BYTES", 16)
        patch.setattr(sealing, "SCRYPT_COST", 2)
        yield


def sealed(*pieces: bytes) -> bytes:
    target = BytesIO()
    writer = Sealed(target, KEY)
    for piece in pieces:
        writer.write(piece)
    writer.finish()
    return target.getvalue()


@given(st.lists(st.binary(max_size=70), max_size=5))
def test_any_content_comes_back(pieces: list[bytes]) -> None:
    assert b"".join(opened(BytesIO(sealed(*pieces)), KEY)) == b"".join(pieces)


@given(st.binary(min_size=1, max_size=80), st.data())
def test_what_is_cut_or_changed_anywhere_is_refused(content: bytes, data: st.DataObject) -> None:
    whole = sealed(content)
    place = data.draw(st.integers(0, len(whole) - 1))
    changed = whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :]
    for wrong in (whole[:place], changed):
        with pytest.raises(SealError):
            list(opened(BytesIO(wrong), KEY))


def test_a_short_key_is_refused() -> None:
    with pytest.raises(SealError, match="32 caractères"):
        Sealed(BytesIO(), "court")
