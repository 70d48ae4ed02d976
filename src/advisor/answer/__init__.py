"""A whole exam question, answered by elimination."""
