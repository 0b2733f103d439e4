"""clauseaudit: which terms of a Chinese user agreement may be void or unfair, under which law, and what to do."""

__version__ = "0.1.0"
