"""Referral: what is known of a project, which doors fit it, and why."""
