"""Two keys of the form that the site makes."""

from base64 import urlsafe_b64encode

KEY = urlsafe_b64encode(b"k" * 32).decode()
OTHER = urlsafe_b64encode(b"o" * 32).decode()
