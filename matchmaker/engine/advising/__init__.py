"""What a text is about, said to whoever is still writing it."""
