"""The advisers' own space: entering by a link, kept searches, clients' sheets, referrals."""
