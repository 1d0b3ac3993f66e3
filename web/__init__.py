"""The only public process: chat gateway, pages, JSON API, static files."""
