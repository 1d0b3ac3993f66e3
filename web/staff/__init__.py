"""The staff desk, at `/equipe`: where the people of the Pôle run the assistant themselves."""
