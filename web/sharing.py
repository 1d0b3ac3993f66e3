"""Taking a page along: its own device's mail, text message and calendar, and its address on paper.

Nothing here tells the server anything more: the links open what is on the person's own device.
"""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import quote, urlencode

import segno
from markupsafe import Markup

# Not indexed, not kept by caches, and its address is not told to the sites that it links to.
PRIVATE_PAGE = {
    "X-Robots-Tag": "noindex, nofollow",
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
}
MAX_MAILTO = 1_900  # mail programs cut longer addresses; what does not fit goes shorter
MAX_TEXT = 900  # characters of a text message: some telephones cut longer ones
MAX_QR = 600  # characters of an address that a telephone still reads well from paper


def mailto(subject: str, bodies: Sequence[str]) -> str:
    """The address that opens the person's own mail program, with the first text that is short enough.

    Lines end as the form of such addresses asks (RFC 6068): some programs join those that do not.
    """
    address = ""
    for body in bodies:
        told = {"subject": subject, "body": body.replace("\n", "\r\n")}
        address = f"mailto:?{urlencode(told, quote_via=quote)}"
        if len(address) <= MAX_MAILTO:
            break
    return address


def text_message(body: str) -> str:
    """The address that opens the person's own text messages; «?&» is read by every telephone."""
    return f"sms:?&body={quote(body[:MAX_TEXT])}"


def qr_drawing(address: str) -> Markup | None:
    """The QR code of an address as a drawing for a page; None when it is too long to be read from paper.

    The drawing is hidden from screen readers: the address stands in words beside it.
    """
    if len(address) > MAX_QR:
        return None
    drawn = segno.make(address, error="m", micro=False).svg_inline(
        omitsize=True, border=2, dark="#000", light="#fff", svgclass="qr", lineclass=None
    )
    return Markup(drawn.replace("<svg ", '<svg aria-hidden="true" focusable="false" ', 1))  # noqa: S704
