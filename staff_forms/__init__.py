"""Forms of staff that the guide and the inbox share; they know neither of them."""
