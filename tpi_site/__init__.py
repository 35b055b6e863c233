"""The Django project: it wires the apps together and has no ideas of its own."""
