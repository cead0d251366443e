"""A pure model of cases and processes, to compare with what the real workflows recorded."""
