"""The screens of the doors."""
