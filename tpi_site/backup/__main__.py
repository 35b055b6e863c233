"""Looks over a restored site in a process of its own: python -m tpi_site.backup MANIFEST"""

import sys
from pathlib import Path

import django

django.setup()

from tpi_site.backup import looking  # noqa: E402 - needs the models

looking.main(Path(sys.argv[1]))
