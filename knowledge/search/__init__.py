"""Answer search: from a question to the published answers it may mean, and a calibrated decision."""
