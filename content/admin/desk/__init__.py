"""The edit screen of an article, called the desk: its page, its saving, its script's questions."""
