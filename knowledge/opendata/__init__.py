"""The resources as open data: HSDS 3, tables, and a calendar of calls."""
