"""What axe-core finds on a page as it stands, shadow roots included, light and dark."""

from __future__ import annotations

from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

# Each place where a rule is broken is told; of one that holds, that it was looked at is enough. Style sheets
# would be fetched a second time, for a rule that does not run by itself, and for sounds, which no page has.
OPTIONS = {"resultTypes": ["violations"], "preload": False}
# All that a dark page may break that a light one does not: the rest is in what the page is made of.
BY_COLOUR = {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}}
# All that a narrow page may break that a wide one does not: what is small, what scrolls, what is hidden.
BY_WIDTH = {
    "runOnly": {
        "type": "rule",
        "values": [
            *("target-size", "scrollable-region-focusable", "aria-hidden-focus", "nested-interactive"),
            *("label", "button-name", "link-name", "list", "listitem", "region", "bypass"),
        ],
    },
    "rules": {"target-size": {"enabled": True}},
}
# What holds is counted where it is: all that is said of it would take longer to carry than to find. The page
# is painted anew first: a colour that a script chooses follows the scheme by an event.
RUN = """async options => {
  for (let frame = 0; frame < 2; frame++) await new Promise(requestAnimationFrame);
  const found = await axe.run(options);
  return [found.passes.length, found.violations];
}"""


def broken_by_width(page: Page) -> list[str]:
    """The rules that the page breaks at its width and that do not depend on its colours."""
    return _found(page, "light", BY_WIDTH)


def broken(page: Page) -> list[str]:
    """The rules that the page breaks, and where. It is left light."""
    found = _found(page, "light", {})
    found += _found(page, "dark", BY_COLOUR)
    page.emulate_media(color_scheme="light", reduced_motion="reduce")
    return found


def _found(page: Page, scheme: Any, options: dict[str, Any]) -> list[str]:
    # Without motion: what fades in has, for a moment, less contrast than what is there.
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    looked_at, violations = page.evaluate(RUN, OPTIONS | options)
    assert looked_at, "axe looked at nothing"
    return [
        f"{scheme} {one['id']}: {[node['target'] for node in one['nodes']]} {one['nodes'][0]['html'][:120]}"
        for one in violations
    ]
