"""Matchmaker: who needs technical assistance, who offers it, and who brings them together."""
