"""The content pack: reading, checking, importing and exporting the YAML folder that a Pôle owns."""
