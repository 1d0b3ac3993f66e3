"""An uploaded archive that is damaged, or made to harm, is refused with a sentence; a sound one is read."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.pack.files import read_pack
from knowledge.pack.layers import read_mapping
from knowledge.staff.archives import MAX_FILES, MAX_UNPACKED_BYTES, ArchiveError, files_of


def archive(files: dict[str, str | bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compression) as packed:
        for name, content in files.items():
            packed.writestr(name, content)
    return out.getvalue()


def damaged(compression: int) -> bytes:
    data = bytearray(archive({"facts.yaml": "- {id: m1, statement: bonjour}\n" * 500}, compression))
    data[45:80] = bytes(byte ^ 0x5A for byte in data[45:80])
    return bytes(data)


def laughs() -> str:
    """Nine lines that stand for four hundred million values."""
    lines = ["a: &a [x, x, x, x, x, x, x, x, x]"]
    lines += [
        f"{now}: &{now} [{', '.join([f'*{before}'] * 9)}]"
        for before, now in zip("abcdefgh", "bcdefghi", strict=True)
    ]
    return "\n".join(lines)


HOSTILE = {
    "damaged": damaged(zipfile.ZIP_DEFLATED),
    "damaged bz2": damaged(zipfile.ZIP_BZIP2),
    "damaged lzma": damaged(zipfile.ZIP_LZMA),
    "cut": archive({"facts.yaml": "facts: []"})[:-30],
    "no archive": b"bonjour",
    "swells": archive({"facts.yaml": b"\0" * (MAX_UNPACKED_BYTES + 1)}),
    "many": archive({f"answers/{place}.yaml": "" for place in range(MAX_FILES + 1)}),
    "long name": archive({"answers/" + "x" * 300 + ".yaml": ""}),
    "name of control characters": archive({"answers/a\x1b[2J.yaml": ""}),
    "unfolds": archive({"territory.yaml": laughs()}),
    "of itself": archive({"funds.yaml": "funds: &a\n- *a\n"}),
    "deep": archive({"facts.yaml": "a: " + "[" * 100_000}),
}


@pytest.mark.parametrize("data", HOSTILE.values(), ids=HOSTILE)
def test_an_archive_made_to_harm_is_refused_with_a_sentence(data: bytes) -> None:
    with pytest.raises(ArchiveError, match=r"^(L'archive|Le fichier|Le nom) .*\.$"):
        list(files_of(data))


def test_an_archive_with_references_that_end_is_read_whole() -> None:
    content = "a: &a {nom: Rigaud}\nb: [*a, *a]\n"
    found = dict(files_of(archive({"pole\\facts.yaml": content, "lisez-moi.txt": "bonjour"})))
    assert found == {"pole/facts.yaml": content.encode(), "lisez-moi.txt": b"bonjour"}


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=400), st.integers(0, 200))
def test_whatever_bytes_come_in_the_middle_an_archive_is_read_or_refused(noise: bytes, at: int) -> None:
    sound = archive({"facts.yaml": "facts: []\n" * 20})
    try:
        list(files_of(sound[:at] + noise + sound[at + len(noise) :]))
    except ArchiveError as error:
        assert str(error).endswith(".")


def test_a_number_of_thousands_of_digits_is_a_fault_of_the_file_and_no_failure(tmp_path: Path) -> None:
    (tmp_path / "funds.yaml").write_text(
        "funds:\n- {id: a, amount_max: " + "9" * 5_000 + "}\n", encoding="utf-8"
    )
    assert any(fault.file == "funds.yaml" and "nombre" in str(fault) for fault in read_pack(tmp_path).faults)
    assert read_mapping(tmp_path / "funds.yaml") == {}
