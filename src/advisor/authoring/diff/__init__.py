"""The semantic difference between two rule bases: what was changed, and what is decided otherwise because of it."""
