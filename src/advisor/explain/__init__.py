"""Why, why not, and what the answer depends on."""
