"""Finding by words: which texts say what somebody types, in any of the languages and across them."""
