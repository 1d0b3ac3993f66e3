# `make help` lists what can be done.
.DEFAULT_GOAL := help
PYTHON := .venv/bin/python
SETUP := python3 tools/setup.py

.PHONY: help run check test train lint types intents audit fuzz clean lock

help:  ## cette liste
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## (.*)/  make \1	\2/'

run:  ## tout installer, importer le contenu, entraîner au besoin et démarrer (http://localhost:8000)
	@$(SETUP) run
	@$(PYTHON) -m tools.serve

check:  ## ruff et les tests rapides, après chaque modification (ni Rasa, ni navigateur, ni PostgreSQL, ni Redis)
	@$(SETUP) test
	@$(PYTHON) -m tools.check

test:  ## tout installer et passer tous les tests, dans les deux environnements et de bout en bout
	@$(SETUP) test
	@$(PYTHON) -m tools.test

# Many small trainings, whose threads would wait for one another.
train: export OMP_NUM_THREADS = 1
train:  ## apprendre des exemples (danger, renseignements personnels, domaines, descriptions, ce qu'un message veut) et entraîner le modèle de compréhension
	@$(SETUP) run
	@$(PYTHON) -m knowledge.safety.train
	@$(PYTHON) -m knowledge.masking.train
	@$(PYTHON) -m knowledge.areas.train
	@$(PYTHON) -m knowledge.referral.learn
	@$(PYTHON) -m knowledge.staff.train_alike
	@$(PYTHON) -m tools.train_wants
	@$(PYTHON) -m tools.model --force

lint:  ## ruff, mypy et la vérification des données de Rasa
	@$(SETUP) test
	$(PYTHON) -m ruff check .
	$(PYTHON) -m ruff format --check .
	@$(MAKE) --no-print-directory --jobs=2 --output-sync types intents

types:
	$(PYTHON) -m mypy knowledge actions web house tools benchmarks

intents:
	RASA_TELEMETRY_ENABLED=false PYTHONPATH=. .venv-rasa/bin/python -W ignore -m rasa data validate --fail-on-warnings

audit:  ## chercher les avis de sécurité connus des deux environnements; échoue si un paquet n'a pas pu être vérifié
	@$(SETUP) test
	@$(PYTHON) -m tools.audit

fuzz:  ## envoyer n'importe quoi à toutes les adresses du site pendant une heure (FUZZ_SECONDS, FUZZ_SEED)
	@$(SETUP) test
	@FUZZ_SECONDS=$${FUZZ_SECONDS:-3600} FUZZ_SEED=$${FUZZ_SEED:-$$(date +%s)} $(PYTHON) -m pytest -q -x tests/web/staff/test_any_input.py

lock:  ## refaire les listes de dépendances avec leurs empreintes (demande uv)
	uv pip compile -q --universal --generate-hashes --custom-compile-command "make lock" --python-version 3.11 requirements/app.in -o requirements/app.txt
	uv pip compile -q --universal --generate-hashes --custom-compile-command "make lock" --python-version 3.11 requirements/dev.in -o requirements/dev.txt
	uv pip compile -q --generate-hashes --custom-compile-command "make lock" --python-version 3.10 requirements/rasa.in -o requirements/rasa.txt
	uv pip compile -q --generate-hashes --custom-compile-command "make lock" --python-version 3.10 requirements/rasa-dev.in -o requirements/rasa-dev.txt

clean:  ## enlever les environnements, les modèles et ce que les exécutions ont écrit
	rm -rf .venv .venv-rasa models var .rasa .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
