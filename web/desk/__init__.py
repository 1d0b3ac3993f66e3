"""The referral aid for advisers: search, sheets, comparison, reference sheets, calls, open data."""
