"""python -m clauseaudit"""

import sys

from clauseaudit.cli import main

sys.exit(main())
