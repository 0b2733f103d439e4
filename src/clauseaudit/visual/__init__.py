"""How conspicuous a page shows its terms: a page script measures, thresholds in ``judge`` say what that means.

``SCRIPT`` is evaluated in every frame of a page (``browse.Browser(measure=SCRIPT)``); ``observe`` puts what it found
into an audit.
"""

from __future__ import annotations

import os

from clauseaudit.visual.observe import observe

__all__ = ["SCRIPT", "observe"]

with open(os.path.join(os.path.dirname(__file__), "measure.js"), encoding="utf-8") as _file:
    SCRIPT = _file.read()
