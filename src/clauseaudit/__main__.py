"""python -m clauseaudit"""

import sys

from clauseaudit.cli import command

sys.exit(command())
