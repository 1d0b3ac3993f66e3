"""The report as a PDF that can be sent or printed: the parts of the page, in the house's own typefaces."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont
from fpdf import FPDF
from fpdf.enums import TableBordersLayout, WrapMode, XPos, YPos
from fpdf.fonts import FontFace, TTFFont

from web.staff.report_parts import COLUMNS, Part

FONTS = Path(__file__).parents[1] / "static" / "fonts"
TEXT, TITLE = "text", "title"
WEIGHTS = {"": 400, "B": 700}
INK, MUTED, GREEN, HAIRLINE, SOFT = (31, 42, 38), (77, 90, 84), (20, 89, 74), (217, 213, 201), (231, 239, 233)
MARGIN = 18  # millimetres
LINE = 5.4
WIDTHS = (58, 14, 14, 14)  # of the columns, in hundredths
ROOM_FOR_A_PART = 34  # a title is not left alone at the foot of a page
UNKNOWN = "\ufffd"
# Two narrow spaces that the typefaces do not have.
SPACES = str.maketrans({"\u202f": "\u00a0", "\u2009": " "})


@cache
def _cut(weight: int) -> Path:
    """A file with the text's typeface in one weight, cut out of that of all weights: it takes most of a
    second, and is done once a process."""
    whole = TTFont(FONTS / "source-sans-3-latin.woff2", recalcTimestamp=False)
    instantiateVariableFont(whole, {"wght": weight}, inplace=True)
    whole.flavor = None
    cut = Path(_folder().name) / f"{weight}.ttf"
    whole.save(cut)
    return cut


@cache
def _folder() -> TemporaryDirectory[str]:
    """Where they are kept; it goes with the process."""
    return TemporaryDirectory(prefix="typefaces-")


class _Page(FPDF):
    """A letter page with its number at the foot."""

    def __init__(self, title: str) -> None:
        super().__init__(format="letter")
        self.set_title(title)
        self.set_lang("fr-CA")
        self.set_margin(MARGIN)
        self.set_auto_page_break(True, MARGIN + 6)
        for style, weight in WEIGHTS.items():
            self.add_font(TEXT, style, _cut(weight))
        self.add_font(TITLE, fname=FONTS / "source-serif-4-latin-600.woff2")
        face = self.fonts[TEXT]
        self.known = frozenset(map(chr, face.cmap)) if isinstance(face, TTFFont) else frozenset[str]()
        self.heading = title

    def footer(self) -> None:
        self.set_y(-MARGIN)
        self.set_font(TEXT, size=8.5)
        self.set_text_color(*MUTED)
        self.cell(0, 5, self.heading)
        self.set_x(MARGIN)
        self.cell(0, 5, f"{self.page_no()} / {{nb}}", align="R")

    def say(self, text: str, size: float = 10.5, color: Sequence[int] = INK) -> None:
        """A paragraph."""
        self.set_font(TEXT, size=size)
        self.set_text_color(*color)
        self.multi_cell(
            0,
            LINE,
            self.printable(text),
            align="L",
            new_x=XPos.LMARGIN,
            new_y=YPos.NEXT,
            wrapmode=WrapMode.WORD,
        )

    def printable(self, text: str) -> str:
        """A text in the signs that the typefaces have: people also write emojis, and other alphabets."""
        plain = " ".join(text.translate(SPACES).split(" "))
        return "".join(sign if sign in self.known else UNKNOWN for sign in plain).replace(UNKNOWN, "?")


def report_pdf(title: str, period: str, parts: Sequence[Part], foot: str) -> bytes:
    """The report as a PDF. Input: its title, the sentence of the days compared, its parts, its last word."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of a typeface's own date, which says nothing here
        page = _Page(title)
        page.add_page()
        page.set_font(TITLE, size=20)
        page.set_text_color(*GREEN)
        page.multi_cell(0, 9, page.printable(title), align="L", new_x=XPos.LMARGIN, new_y=YPos.NEXT)
        page.ln(1)
        page.say(period, color=MUTED)
        for part in parts:
            _part(page, part)
        page.ln(4)
        page.say(foot, size=9, color=MUTED)
        return bytes(page.output())


def _part(page: _Page, part: Part) -> None:
    if page.will_page_break(ROOM_FOR_A_PART):
        page.add_page()
    page.ln(5)
    page.start_section(part.title)
    page.set_font(TITLE, size=13)
    page.set_text_color(*GREEN)
    page.multi_cell(0, 7, page.printable(part.title), align="L", new_x=XPos.LMARGIN, new_y=YPos.NEXT)
    if part.intro:
        page.say(part.intro)
        page.ln(1)
    if part.lines:
        _table(page, part)
    for number, item in enumerate(part.items, start=1):
        page.say(f"{number}. {item}" if part.numbered else f"• {item}")


def _table(page: _Page, part: Part) -> None:
    page.set_font(TEXT, size=10)
    page.set_text_color(*INK)
    page.set_draw_color(*HAIRLINE)
    with page.table(
        col_widths=WIDTHS,
        text_align=("LEFT", "RIGHT", "RIGHT", "RIGHT"),
        borders_layout=TableBordersLayout.HORIZONTAL_LINES,
        headings_style=FontFace(emphasis="BOLD", color=INK, fill_color=SOFT),
        line_height=LINE,
        padding=(0.7, 1.5),
        repeat_headings=1,
    ) as table:
        for cells in (COLUMNS, *((one.name, one.now, one.before, one.change) for one in part.lines)):
            row = table.row()
            for text in cells:
                row.cell(page.printable(text))
