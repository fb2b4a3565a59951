"""Arithmetic on the numbers of a card as they are printed: no YAML, no card, exact fractions."""
