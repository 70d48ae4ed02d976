"""Tools for people who write rules: skeletons, schemas for editors, the index, what decides where, differences."""
