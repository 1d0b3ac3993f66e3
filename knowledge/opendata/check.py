"""`python -m knowledge.opendata.check FOLDER`: our HSDS export against the official JSON schemas.

The folder holds the compiled schemas of openreferral/specification (`organization.json`,
`organization_list.json`, `service.json`, `service_list.json`). Needs `jsonschema`, which the tests install.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path

from jsonschema import Draft202012Validator, FormatChecker

from knowledge import clock
from knowledge.opendata.hsds import Export, export, listed_organization, listed_service
from knowledge.opendata.whereabouts import Json
from knowledge.pack.files import read_pack
from knowledge.settings import content_dir
from knowledge.territory.area import area_in

SHOWN = 20  # faults printed


def faults(found: Export, schemas: Path) -> Iterator[str]:
    """What is not as the schemas ask, one sentence each. Raises `OSError` when a schema is missing."""
    organizations, services = found.organizations.values(), found.services.values()
    checked: dict[str, list[Json]] = {
        "organization": list(organizations),
        "organization_list": [listed_organization(one) for one in organizations],
        "service": list(services),
        "service_list": [listed_service(one) for one in services],
    }
    for name, entries in checked.items():
        schema = json.loads((schemas / f"{name}.json").read_text(encoding="utf-8"))
        validator = Draft202012Validator(schema, format_checker=FormatChecker())
        for entry in entries:
            unknown = set(entry) - set(schema["properties"])
            if unknown:
                yield f"{name} «{entry['name']}»: champ inconnu d'HSDS: {', '.join(sorted(unknown))}"
            for error in validator.iter_errors(entry):
                yield f"{name} «{entry['name']}»: {error.json_path}: {error.message[:200]}"


def main() -> int:
    """Check the export of the content pack; 1 when something is not as the schemas ask."""
    parser = argparse.ArgumentParser(prog="python -m knowledge.opendata.check", description=__doc__)
    parser.add_argument("folder", type=Path, help="le dossier des schémas officiels")
    folder: Path = parser.parse_args().folder
    pack = read_pack(content_dir())
    found = export(pack.resources, area_in(pack.territory), clock.today())
    wrong = list(faults(found, folder))
    for fault in wrong[:SHOWN]:
        print(fault)
    print(f"{len(found.organizations)} organismes, {len(found.services)} services: {len(wrong)} faute(s).")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
