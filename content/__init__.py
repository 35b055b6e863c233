"""Articles and everything that makes them public."""
