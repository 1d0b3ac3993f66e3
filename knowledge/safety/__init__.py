"""Whether a person, or somebody close, is in danger: asked of every message before anything else."""
