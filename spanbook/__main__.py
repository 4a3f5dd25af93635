"""`python -m spanbook`: the same as the command `spanbook`."""

import sys

from .cli import main

sys.exit(main())
