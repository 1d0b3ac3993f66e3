"""What no cue tells of a project, guessed from descriptions by other hands."""
