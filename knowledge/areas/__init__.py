"""Outside the subject: in which area a question is, when that is sure, and the door of that area."""
