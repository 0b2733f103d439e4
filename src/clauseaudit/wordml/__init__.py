"""Reading a Word file (.docx) with the place of every character in its XML.

Two things need this: the text to audit, and a copy of the file with comments on the words of the findings.
Standard library only; nothing is ever resolved, fetched or unpacked to disk. Source: ECMA-376, parts 1 and 2.
"""

from __future__ import annotations

from clauseaudit.wordml.reading import Reading, read_word

__all__ = ["Reading", "read_word"]
