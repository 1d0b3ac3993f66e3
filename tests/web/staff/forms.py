"""The forms of a page as a browser would send them, unchanged."""

from __future__ import annotations

from html.parser import HTMLParser


class _Reader(HTMLParser):
    """Collects the fields of each form: what is checked, chosen or typed."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[tuple[str, dict[str, list[str]]]] = []
        self._in_form = False
        self._area: str | None = None
        self._select: tuple[str, list[str], bool] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.forms.append((given.get("action", ""), {}))
            self._in_form = True
        elif not self._in_form:
            return
        elif tag == "input" and given.get("name"):
            if given.get("type") not in ("checkbox", "radio") or "checked" in given:
                self._put(given["name"], given.get("value", ""))
        elif tag == "textarea":
            self._area = given["name"]
            self._put(self._area, "")
        elif tag == "select":
            self._select = (given["name"], [], False)
        elif tag == "option" and self._select:
            name, values, chosen = self._select
            if "selected" in given or not values:
                values, chosen = [given.get("value", "")], "selected" in given
            self._select = (name, values, chosen)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._in_form = False
        elif tag == "textarea":
            self._area = None
        elif tag == "select" and self._select:
            for value in self._select[1]:
                self._put(self._select[0], value)
            self._select = None

    def handle_data(self, data: str) -> None:
        if self._area is not None:
            self.forms[-1][1][self._area][-1] += data

    def _put(self, name: str, value: str) -> None:
        self.forms[-1][1].setdefault(name, []).append(value)


def form_of(page: str, action: str, field: str) -> dict[str, list[str]]:
    """The values by name of the form that is sent there and has this field."""
    reader = _Reader()
    reader.feed(page)
    for sent_to, fields in reader.forms:
        if sent_to in (action, "") and field in fields:
            return {name: [value.removeprefix("\n") for value in values] for name, values in fields.items()}
    raise AssertionError(f"no form to {action} with {field}")
