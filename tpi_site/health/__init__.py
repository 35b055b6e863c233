"""How the site is: for machines that ask, for logs and metrics, and for staff in plain words.

`parts` looks at everything once; its doors are `doors` (/healthz, /readyz, /metrics) and `page`.
"""
