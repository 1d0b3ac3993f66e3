"""The network: organizations confirm their sheets, and answer those who are sent to them."""
