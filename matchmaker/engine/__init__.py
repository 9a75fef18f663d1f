"""How well an offer fits a need: pure, without Flask and without a database."""
