"""What is done in a turn: each function takes the turn and gives the reply."""
