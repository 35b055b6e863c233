"""How staff get in: password, second factor, limits on guessing, the list of one's own sign-ins."""
