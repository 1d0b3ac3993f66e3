"""What Rasa asks for: thin actions, one file a skill, over the knowledge base."""
