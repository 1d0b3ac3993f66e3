"""Anything that may be sent to the site: values that break programs, fields of our own forms, files."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path
from typing import Any

import yaml
from hypothesis import strategies as st

import web
from knowledge.staff.transfer import READ

TEMPLATES = Path(web.__file__).parent / "templates"
WRITTEN = "\n".join(path.read_text(encoding="utf-8") for path in sorted(TEMPLATES.rglob("*.html")))
IN_CODE = "\n".join(
    path.read_text(encoding="utf-8") for path in sorted(Path(web.__file__).parent.rglob("*.py"))
)
FIELDS = sorted(
    {*re.findall(r'\bname="([\w.-]+)"', WRITTEN), *re.findall(r'(?:text|all|one|get)\("(\w+)"', IN_CODE)}
    - {"csrf", "viewport", "robots", "description"}
)
CHOICES = sorted({*re.findall(r'\bvalue="([\w:.-]+)"', WRITTEN), *re.findall(r'action == "(\w+)"', IN_CODE)})
KNOWN = (
    "membres", "answer:membres", "m001", "fund:bourse", "organization:porte", "haut-saint-laurent", "1",
    "2", "2026-11", "2027-05-01", "25 000 $", "35 ans", "Huntingdon", "coopérative",
    "https://exemple.org/x", "450 555-0100", "moi@exemple.org",
)  # fmt: skip
NASTY = (
    "", " ", "\x00", "\u202e", "\ufdfa" * 40, "é" * 300, "9" * 20, "9" * 5_000, "-1", "0", "1e309", "NaN",
    "٣", "²", "½", "../../etc/passwd", "/etc/passwd", "..\\..", "//evil.example",
    "<script>alert(1)</script>", "'; DROP TABLE answer;--", '"', "%00", "%s%n", "{{7*7}}", "{0.__class__}",
    "=1+1", "a\r\nBcc: b@exemple.ca", "a" * 3_000, "🙂", "null", "[]", "{\"a\":1}", "~abc", "/restart",
    "javascript:alert(1)", "answer:", ":", "fund:inconnu", "2026-13", "0000-00", "|" * 50,
)  # fmt: skip

# What broke programs most: tried in every field of every page, and more often than the rest.
HARD = ("9" * 20, "9" * 5_000, "-1", "\x00", "²", "../../x", "é" * 900)

values = st.one_of(
    st.sampled_from(HARD),
    st.sampled_from(NASTY),
    st.sampled_from(CHOICES),
    st.sampled_from(KNOWN),
    st.text(max_size=60),
)
fields = st.lists(st.tuples(st.sampled_from(FIELDS), values), max_size=12)

_scalars = st.one_of(
    st.none(), st.booleans(), st.integers(), st.sampled_from((*KNOWN, *NASTY[3:])), st.text()
)
_names = st.sampled_from(
    (
        "id", "theme", "question", "phrasings", "text", "facts", "sources", "title", "url", "as_of",
        "review_by", "status", "name", "kind", "contact", "phone", "eligibility", "territory", "level",
        "mrc", "needs", "topics", "answers", "funds", "organizations", "trainings", "statement", "label",
        "confidence", "x",
    )
)  # fmt: skip
_trees = st.recursive(
    _scalars,
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(_names, inner, max_size=6)),
    max_leaves=25,
)


@st.composite
def uploads(draw: st.DrawFn) -> tuple[str, bytes]:
    """The name and the bytes of a file: noise, a table, or an archive of the pack with anything in it."""
    kind = draw(st.sampled_from(("noise", "table", "archive")))
    if kind == "noise":
        return draw(st.sampled_from(("a.zip", "a.csv", "a.txt", "", "a"))), draw(st.binary(max_size=300))
    if kind == "table":
        columns = draw(st.lists(st.sampled_from(("identifiant", "texte", "faits", "nom", "telephone", "x"))))
        rows = draw(st.lists(st.lists(values, max_size=5), max_size=4))
        text = "\n".join(",".join(cells) for cells in [columns, *rows])
        return "a.csv", text.encode("utf-8", "surrogatepass")
    name = draw(st.sampled_from((*sorted(READ), "answers/a.yaml", "../a.yaml", "answers/../../a.yaml", "x")))
    key = draw(st.sampled_from((Path(name).stem, "answers", "topics", "x")))
    content: Any = {key: draw(_trees)} if draw(st.booleans()) else draw(_trees)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(name, yaml.safe_dump(content, allow_unicode=True))
    return "contenu.zip", out.getvalue()
