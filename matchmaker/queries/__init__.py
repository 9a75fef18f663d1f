"""The read side: what this person may see, in the order in which they should see it."""
