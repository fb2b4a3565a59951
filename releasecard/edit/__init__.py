"""Changes to a card's text by path. Everything that rewrites a card goes through here."""
