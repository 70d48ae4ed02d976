"""From a prompt as a person wrote it to facts, each with the words that gave it."""
