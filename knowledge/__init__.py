"""What is true, where, and for whom."""
