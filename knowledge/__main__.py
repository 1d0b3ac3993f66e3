"""`python -m knowledge import|export|validate|encode|search|retention|backup|restore|admin`: by command."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from knowledge import settings
from knowledge.backup.command import add_backup_commands, run_backup, run_restore
from knowledge.database import migrate, sessions
from knowledge.hosted import PolesError, poles_file, read_poles, serving
from knowledge.pack.advice import to_fill, warnings
from knowledge.pack.exporter import export_folder
from knowledge.pack.files import read_pack
from knowledge.pack.founding import FoundingError, found_pole
from knowledge.pack.importer import PackRefusedError, import_folder
from knowledge.pack.validation import validate
from knowledge.retention import erase_due
from knowledge.staff.command import add_commands, run_admin

FOR_EACH = ("import", "validate", "encode", "retention", "backup")


def run_import(folder: Path) -> int:
    """Import a pack in one transaction; 1 when it is refused, with every fault named."""
    migrate()
    try:
        with sessions()() as session, session.begin():
            report = import_folder(session, folder)
    except PackRefusedError as error:
        print(f"Import refusé: {len(error.faults)} faute(s), rien n'a été changé.", file=sys.stderr)
        for fault in error.faults:
            print(f"  {fault}", file=sys.stderr)
        return 1
    print(f"Import terminé: {report}.")
    for name in report.archived:
        print(f"  archivé, il n'est plus dans le dossier: {name}")
    for name in report.kept:
        print(f"  gardé tel que l'équipe l'a modifié: {name}")
    return 0


def run_export(folder: Path) -> int:
    """Write the base out as a pack."""
    migrate()
    with sessions()() as session:
        count = export_folder(session, folder, settings.content_dir())
    print(f"{count} entrées écrites dans {folder}.")
    return 0


def run_validate(folder: Path) -> int:
    """Check a pack without touching the database."""
    pack = read_pack(folder)
    faults = validate(pack)
    for fault in faults:
        print(fault)
    for warning in warnings(pack) if not faults else []:
        print(f"avertissement: {warning}")
    print(
        f"{len(pack.answers)} réponses, {len(pack.facts)} faits, {len(pack.resources)} ressources, "
        f"{len(pack.topics)} sujets hors champ: {len(faults)} faute(s)."
    )
    if not faults:
        print("À compléter avant d'ouvrir: " + "; ".join(to_fill(pack)) + ".")
    return 1 if faults else 0


def run_search(question: str) -> int:
    """Show what the chat would do with a question."""
    from knowledge.search.service import AnswerSearch  # the other commands do not pay for the encoder

    migrate()
    result = AnswerSearch(sessions()).search(question)
    words = {"answer": "répondre", "clarify": "demander laquelle", "none": "dire qu'on ne sait pas"}
    print(f"Décision: {words[result.decision]}")
    if result.topic:
        print(f"Sujet hors champ reconnu: {result.topic.label}")
    for hit in result.hits:
        print(f"\n{hit.score:.2f}  {hit.answer.identifier}  {hit.answer.question}\n{hit.answer.text}")
        for source in hit.answer.sources:
            print(f"      source: {source.title} ({source.as_of or 'non datée'})")
    return 0


def run_encode() -> int:
    """Read all that is published once, so that no start waits for it."""
    from knowledge.search.service import AnswerSearch

    migrate()
    count = len(AnswerSearch(sessions()).refresh().answers)
    print(f"{count} réponses lues, avec toutes leurs formulations.")
    return 0


def run_init(pack: str, region: str, name: str) -> int:
    """Make the folder of a new Pôle beside the others."""
    folder = settings.CONTENT_ROOT / pack
    try:
        count = found_pole(folder, region, name)
    except FoundingError as error:
        print(error.args[0], file=sys.stderr)
        return 1
    print(f"{folder.relative_to(settings.PROJECT_DIR)}: {count} municipalités. Ensuite: PACK={pack} make run")
    return 0


def run_retention() -> int:
    """Erase what is past its time, as the web process does by itself."""
    migrate()
    print(f"Effacé: {erase_due(sessions())}.")
    return 0


def main() -> int:
    """The command's entry; the exit code. In a house of several Pôles (`POLES`), it is done for the one that
    `POLE` names, or for each in turn where that makes sense."""
    path, wanted = poles_file(), os.environ.get(settings.POLE)
    if path is None or "init" in sys.argv[1:2]:
        return run()
    try:
        poles = read_poles(path)
    except PolesError as error:
        print(error.args[0], file=sys.stderr)
        return 1
    chosen = [pole for pole in poles if wanted in (None, "", pole.id)]
    if not chosen or (len(chosen) > 1 and not set(FOR_EACH) & set(sys.argv[1:2])):
        print(f"POLE dit lequel: {', '.join(pole.id for pole in poles)}.", file=sys.stderr)
        return 1
    codes = []
    for pole in chosen:
        print(f"{pole.id}:")
        with serving(pole):
            codes.append(run())
    return max(codes)


def run() -> int:
    """One command, for the Pôle that is served; the exit code."""
    parser = argparse.ArgumentParser(prog="python -m knowledge", description="La base de connaissances.")
    commands = parser.add_subparsers(dest="command", required=True)
    for name, text in (
        ("import", "importer le dossier de contenu dans la base"),
        ("export", "écrire la base dans un dossier de contenu"),
        ("validate", "vérifier un dossier de contenu"),
    ):
        command = commands.add_parser(name, help=text)
        command.add_argument("folder", nargs="?", type=Path, default=settings.content_dir())
    commands.choices["export"].set_defaults(folder=settings.var_dir() / "export")
    search = commands.add_parser("search", help="chercher comme le ferait l'assistant")
    search.add_argument("question")
    commands.add_parser("encode", help="lire d'avance ce qui est publié; un démarrage le fait sinon")
    commands.add_parser("retention", help="effacer ce qui a dépassé sa durée de conservation")
    init = commands.add_parser("init", help="fonder un Pôle: un dossier de contenu qui démarre")
    init.add_argument("pack", help="identifiant du dossier, par exemple mauricie")
    init.add_argument("--region", required=True)
    init.add_argument("--name", required=True, help="le nom du Pôle")
    add_backup_commands(commands)
    add_commands(commands)
    arguments = parser.parse_args()
    if arguments.command == "admin":
        return run_admin(arguments)
    if arguments.command == "search":
        return run_search(arguments.question)
    if arguments.command == "init":
        return run_init(arguments.pack, arguments.region, arguments.name)
    if arguments.command == "encode":
        return run_encode()
    if arguments.command == "retention":
        return run_retention()
    if arguments.command == "backup":
        return run_backup(arguments.target, arguments.keep)
    if arguments.command == "restore":
        return run_restore(arguments.source, arguments.erasures, replace=arguments.replace)
    actions = {"import": run_import, "export": run_export, "validate": run_validate}
    return actions[arguments.command](arguments.folder)


if __name__ == "__main__":
    sys.exit(main())
