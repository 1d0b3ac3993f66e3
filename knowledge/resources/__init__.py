"""Resources: storing and editing organizations, funds and trainings."""
