"""What a card's evidence licenses: the support matrix, what a claim's evidence reaches, and the verdicts."""
