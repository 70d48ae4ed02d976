"""From knowing to passing: items with proved keys, practice, mock exams, reviews and a plan."""
