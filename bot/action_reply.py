"""Rasa's check of what the action server replies, with its schema read once a process.

The stock method calls `jsonschema.validate`, which checks the schema itself, and prepares it, at every turn:
two thirds of the time of a turn. The schema, the verdict and the message of a refusal stay Rasa's own.
"""

from __future__ import annotations

from typing import Any

from jsonschema.exceptions import best_match
from jsonschema.validators import validator_for
from rasa.core.actions.action import RemoteAction
from rasa.shared.constants import DOCS_BASE_URL

REFUSED = (
    ". Failed to validate Action server response from API, make sure your response from the Action endpoint "
    f"is valid. For more information about the format visit {DOCS_BASE_URL}/custom-actions"
)


def _validator() -> Any:
    schema = RemoteAction.action_response_format_spec()
    kind = validator_for(schema)
    kind.check_schema(schema)
    return kind(schema)


def check_replies_with_one_schema() -> None:
    """Have every action of this process check replies so. Calling it again changes nothing."""
    validator = _validator()

    def check(_action: RemoteAction, result: dict[str, Any]) -> bool:
        """True for a reply in Rasa's format; raises `ValidationError` for any other, as the stock check."""
        error = best_match(validator.iter_errors(result))
        if error is not None:
            error.message += REFUSED
            raise error
        return True

    RemoteAction._validate_action_result = check
