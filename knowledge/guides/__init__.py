"""The small tools for somebody with a project: rules and figures from the facts, no model."""
