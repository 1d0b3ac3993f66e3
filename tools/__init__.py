"""Setting the project up and running it: what the Makefile calls."""
