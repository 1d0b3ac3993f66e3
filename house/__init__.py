"""The site and the actions in one process: one index, one encoder."""
