"""Word files made for the tests: by python-docx, and by hand where it does not go."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import docx

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
_RELATION = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"


def saved(document: Any) -> bytes:
    """The bytes of a python-docx document."""
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def new() -> Any:
    return docx.Document()


def main(body: str, attributes: str = "") -> str:
    """A main part with ``body`` in it."""
    return f'<w:document xmlns:w="{W}"{attributes}><w:body>{body}</w:body></w:document>'


def paragraph(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def by_hand(document: str | bytes, parts: dict[str, str] | None = None) -> bytes:
    """A file with this main part and others ("footnotes" -> content), deflated."""
    parts = parts or {}
    related = "".join(
        f'<Relationship Id="rId{i}" Type="{_OFFICE}{name.rstrip("0123456789")}" Target="{name}.xml"/>'
        for i, name in enumerate(parts, 1)
    )
    root = f'<Relationship Id="rId1" Type="{_OFFICE}officeDocument" Target="word/document.xml"/>'
    files: dict[str, str | bytes] = {
        "[Content_Types].xml": _TYPES,
        "_rels/.rels": _RELATION.format(root),
        "word/document.xml": document,
        "word/_rels/document.xml.rels": _RELATION.format(related),
        **{f"word/{name}.xml": content for name, content in parts.items()},
    }
    return zipped(files)


def zipped(files: dict[str, str | bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, content in files.items():
            archive.writestr(path, content)
    return buffer.getvalue()


def members(content: bytes) -> dict[str, bytes]:
    """Path -> content of every member."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}
