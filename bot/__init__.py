"""What runs inside Rasa: components of the understanding (Python 3.10, Rasa's own environment)."""
