"""What decisions of people teach."""
