"""The rule base as logic for z3: proofs, counterfactuals, conflicts. The only package that imports z3."""
