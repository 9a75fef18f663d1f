"""The exact search for the best rows of sparse vectors; it knows nothing of needs and offers."""
