"""The offers as they are held: counts, shelves, weights, kept in step and saved."""
