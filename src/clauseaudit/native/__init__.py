"""The C of the text path, built where there is a compiler: the same answers as the Python beside each use, sooner.

Every function here is written twice. The Python says what it means and runs everywhere; tests hold both to the same
answers. ``core`` is the module, or None where it was not built or was built from other sources than these.
"""

from __future__ import annotations

from typing import Any

#: Grows when what Python hands to C, or takes from it, changes; also when a plan (rules/plan.py) does.
FORM = 8

core: Any = None
try:
    from clauseaudit.native import _core  # type: ignore[attr-defined]
except ImportError:
    pass
else:
    if _core.FORM == FORM:
        core = _core
