"""How good the rankings are, and how quick."""
