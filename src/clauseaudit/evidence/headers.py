"""Header fields that may be kept: none that opens an account or names a session.

The records of a visit hold none already; a bundle is handed to strangers, so it is made sure of once more.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

Fields = tuple[tuple[str, str], ...]

_SECRET = re.compile(
    r"(set-)?cookie2?|authorization|authentication-info|proxy-.*"
    r"|.*(token|secret|session|api-?key|password|credential|csrf|xsrf|x-auth|jwt).*",
    re.IGNORECASE,
)
_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_UNFIT = re.compile("[\r\n\0\ud800-\udfff]+")


def keep(fields: Iterable[tuple[str, str]]) -> Fields:
    """The fields without secrets and without what is no field name; a value stays on one line and can be encoded."""
    return tuple(
        (name, _UNFIT.sub(" ", value))
        for name, value in fields
        if _NAME.fullmatch(name) and not _SECRET.fullmatch(name)
    )


def value_of(fields: Iterable[tuple[str, str]], name: str) -> str:
    """The value of the first field called ``name`` (lower case); empty when there is none."""
    return next((value for field, value in fields if field.lower() == name), "")
