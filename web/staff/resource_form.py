"""From the form of a resource to its record and back. What is typed stays as typed until it is right."""

from __future__ import annotations

from typing import Any

from pydantic import ValidationError

from knowledge.activities import ends_too_soon, when
from knowledge.records import ActivityRecord, AnyResource, ResourceType
from knowledge.resources import store
from web.staff import as_typed
from web.staff.access import Form
from web.staff.answer_form import EMPTY_SOURCES, fault, months_from_now
from web.staff.resource_fields import SCALES, Field, simple_fields
from web.staff.session_line import read_line, shown_line

Values = dict[str, str]
NEW_REVIEW_MONTHS = 6
# What is typed as a date, or as a month.
DATES = ("as_of", "contact.as_of", "review_by", "eligibility.calls.opens", "eligibility.calls.closes")


class ResourceDraft:
    """What the editor shows. `values` by path of the field; lists one item a line; `1` for yes."""

    def __init__(self, kind: ResourceType, resource_id: str = "", version: int = 0) -> None:
        self.kind = kind
        self.id = resource_id
        self.version = version
        self.archived = False
        self.values: Values = {}
        self.needs: list[str] = []
        self.scales: dict[str, dict[str, str]] = {}  # rule -> value -> yes, maybe or no
        self.unknown: set[str] = set()  # rules that nobody knows
        self.prose: dict[str, list[str]] = {}
        self.sources: list[dict[str, str]] = []

    @property
    def source_rows(self) -> list[dict[str, str]]:
        """The sources, and a few empty lines."""
        return [*self.sources, *({"title": "", "url": "", "as_of": ""} for _ in range(EMPTY_SOURCES))]


def blank(kind: ResourceType) -> ResourceDraft:
    """A new resource, of which nothing is known."""
    draft = ResourceDraft(kind)
    draft.values = {
        "status": "active",
        "confidence": "medium",
        "refer": "1",
        "review_by": months_from_now(NEW_REVIEW_MONTHS),
        "eligibility.territory.level": "mrc",
        "eligibility.sectors.mode": "unknown",
        "eligibility.calls.mode": "unknown",
    }
    draft.unknown = {scale.name for scale in SCALES}
    return draft


def from_record(record: AnyResource, kind: ResourceType, version: int) -> ResourceDraft:
    """The resource as it stands."""
    draft = ResourceDraft(kind, record.id, version)
    content = store.content_of(record)
    if isinstance(record, ActivityRecord):
        content["sessions"] = [shown_line(session) for session in record.sessions]
    draft.archived = record.archived
    for field in simple_fields(kind):
        draft.values[field.name] = _shown(field, _at(content, field.name))
    rules = content["eligibility"]
    sectors = rules["sectors"]
    draft.values["eligibility.sectors.mode"] = (
        "unknown" if sectors is None else "all" if sectors["all"] else "named"
    )
    if rules["calls"] is None:
        draft.values["eligibility.calls.mode"] = "unknown"
    draft.needs = list(rules["needs"])
    for scale in SCALES:
        rule = rules[scale.name]
        if rule is None:
            draft.unknown.add(scale.name)
            continue
        draft.scales[scale.name] = _levels(rule["yes"], rule["maybe"])
        draft.prose[scale.name] = list(rule["prose"])
    draft.scales["mrc"] = _levels(rules["territory"]["mrc"], rules["territory"]["maybe_mrc"])
    draft.sources = [
        {name: source.get(name) or "" for name in ("title", "url", "as_of")} for source in content["sources"]
    ]
    return draft


def from_form(form: Form, kind: ResourceType, resource_id: str, *, archived: bool) -> ResourceDraft:
    """What was typed."""
    draft = ResourceDraft(kind, resource_id, form.number("version"))
    draft.archived = archived
    draft.values = {field.name: form.text(field.name) for field in simple_fields(kind)}
    draft.needs = form.all("needs")
    for scale in SCALES:
        if form.text(f"{scale.name}.unknown") == "1":
            draft.unknown.add(scale.name)
        draft.scales[scale.name] = {name: form.text(f"{scale.name}.{name}", "no") for name, _ in scale.values}
        draft.prose[scale.name] = _lines(form.text(f"{scale.name}.prose"))
    draft.scales["mrc"] = {
        name.removeprefix("mrc."): form.text(name) for name in form.data if name.startswith("mrc.")
    }
    rows = zip(form.all("source_title"), form.all("source_url"), form.all("source_as_of"), strict=False)
    draft.sources = [
        {"title": title, "url": url, "as_of": as_of} for title, url, as_of in rows if title or url or as_of
    ]
    return draft


def to_record(
    draft: ResourceDraft, standing: dict[str, Any] | None = None
) -> tuple[AnyResource | None, list[str]]:
    """The record, or None with every fault in French.

    `standing`: the content as it stands, of which what the form does not show is kept.
    """
    try:
        record = store.parse(draft.kind, _laid_over(standing or {}, _content(draft)))
    except ValidationError as error:
        return None, list(dict.fromkeys(fault(detail) for detail in error.errors()))
    calls = record.eligibility.calls
    if calls and calls.opens and calls.closes and calls.closes < calls.opens:
        return None, ["Dates: la fermeture vient avant l'ouverture"]
    if isinstance(record, ActivityRecord) and (wrong := next(filter(ends_too_soon, record.sessions), None)):
        return None, [f"Dates: {when(wrong)}: la fin vient avant le début"]
    return record, []


def _laid_over(standing: dict[str, Any], typed: dict[str, Any]) -> dict[str, Any]:
    """What was typed over what stands, field by field inside each rule."""
    laid = {**standing, **typed}
    for name, value in typed.items():
        below = standing.get(name)
        if isinstance(value, dict) and isinstance(below, dict):
            laid[name] = _laid_over(below, value)
    return laid


def _content(draft: ResourceDraft) -> dict[str, Any]:
    content: dict[str, Any] = {"id": draft.id, "archived": draft.archived}
    for field in simple_fields(draft.kind):
        _put(content, field.name, _typed(field, draft.values.get(field.name, "")))
    content["sources"] = [
        {
            "title": source["title"],
            "url": as_typed.address(source["url"]) or None,
            "as_of": as_typed.day(source["as_of"]) or None,
        }
        for source in draft.sources
    ]
    rules = content["eligibility"]
    rules["needs"] = draft.needs
    rules["territory"] |= _split(draft.scales.get("mrc", {}), "mrc", "maybe_mrc")
    for scale in SCALES:
        rules[scale.name] = (
            None
            if scale.name in draft.unknown
            else {
                **_split(draft.scales.get(scale.name, {}), "yes", "maybe"),
                "prose": draft.prose.get(scale.name, []),
            }
        )
    mode = rules["sectors"].pop("mode")
    rules["sectors"] = None if mode == "unknown" else {**rules["sectors"], "all": mode == "all"}
    if all(value is None for value in rules["age"].values()):
        rules["age"] = None
    calls = rules["calls"]
    if calls["mode"] == "unknown" and not any(calls[name] for name in ("opens", "closes", "prose")):
        rules["calls"] = None
    return content


def _levels(yes: list[str], maybe: list[str]) -> dict[str, str]:
    return {**dict.fromkeys(yes, "yes"), **dict.fromkeys(maybe, "maybe")}


def _split(levels: dict[str, str], yes: str, maybe: str) -> dict[str, list[str]]:
    return {
        yes: [name for name, level in levels.items() if level == "yes"],
        maybe: [name for name, level in levels.items() if level == "maybe"],
    }


def _lines(text: str) -> list[str]:
    return [line for part in text.split("\n") if (line := " ".join(part.split()))]


def _shown(field: Field, value: Any) -> str:
    if value is None:
        return ""
    if field.kind == "bool":
        return "1" if value else ""
    return "\n".join(value) if isinstance(value, list) else str(value)


def _typed(field: Field, text: str) -> Any:
    if field.kind == "lines":
        lines = _lines(text)
        return [read_line(line) for line in lines] if field.name == "sessions" else lines
    if field.kind == "bool":
        return text == "1"
    if field.kind == "number":
        return as_typed.amount(text) or None
    if field.name in DATES:
        return as_typed.day(text, month=field.name == "review_by") or None
    return (as_typed.address(text) if field.name == "website" else text) or None


def _at(content: dict[str, Any], path: str) -> Any:
    value: Any = content
    for part in path.split("."):
        value = value.get(part) if isinstance(value, dict) else None
    return value


def _put(content: dict[str, Any], path: str, value: Any) -> None:
    *parents, last = path.split(".")
    for part in parents:
        content = content.setdefault(part, {})
    content[last] = value
