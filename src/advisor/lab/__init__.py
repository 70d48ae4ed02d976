"""The minimal lab proof: a small stack and the commands that show a pattern in the reader's own account."""
