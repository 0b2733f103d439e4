"""The container that Word and Excel files share: a ZIP of XML parts with types and relationships.

Written here and not with a library for three reasons: the same audit gives the same bytes on every machine and
day, a hundred thousand comments take seconds (the libraries look through all earlier ones for each new one),
and nothing needs to be installed. Source: ECMA-376 part 2, Open Packaging Conventions.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable
from typing import NamedTuple

_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_CORE_TYPE = "application/vnd.openxmlformats-package.core-properties+xml"
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the oldest time a ZIP entry can have; ours have none
_ESCAPE = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"}
_SPECIAL = re.compile('[&<>"]')
# Office reads _x0041_ as the character U+0041; escaping the first underscore keeps the text as it is.
_OFFICE_ESCAPE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")


class Part(NamedTuple):
    """One XML part: its path, content type, kind of relationship and content without the XML declaration."""

    path: str  # "word/comments.xml"
    type: str  # after "application/vnd.openxmlformats-officedocument."
    relation: str  # "comments"; the first part's is "officeDocument"
    xml: str


def escape(text: str) -> str:
    """``text``, already free of what XML cannot hold (``tables.clean``), for content or an attribute."""
    return _SPECIAL.sub(lambda match: _ESCAPE[match[0]], text)


def office_text(text: str) -> str:
    """As ``escape``; what would be one of Office's own character escapes stays text."""
    return escape(_OFFICE_ESCAPE.sub("_x005F_", text) if "_x" in text else text)


def package(parts: Iterable[Part], title: str, date: str) -> bytes:
    """The file. The first part is the document; the others are related to it. ``date`` is an ISO date."""
    main, *others = parts
    folder, name = main.path.split("/")
    files = {
        "[Content_Types].xml": _types([main, *others]),
        "_rels/.rels": _relations(
            [
                (f"{_OFFICE}/officeDocument", main.path),
                (f"{_PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
            ]
        ),
        "docProps/core.xml": _core(title, date),
        main.path: main.xml,
        f"{folder}/_rels/{name}.rels": _relations(
            [(f"{_OFFICE}/{part.relation}", part.path.removeprefix(folder + "/")) for part in others]
        ),
    }
    files |= {part.path: part.xml for part in others}
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for path, xml in files.items():
            entry = zipfile.ZipInfo(path, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system, entry.external_attr = 3, 0o644 << 16  # the same on every system
            archive.writestr(entry, (_HEAD + xml).encode())
    return buffer.getvalue()


def _types(parts: Iterable[Part]) -> str:
    kinds = [(part.path, "application/vnd.openxmlformats-officedocument." + part.type) for part in parts]
    kinds.append(("docProps/core.xml", _CORE_TYPE))
    rows = "".join(f'<Override PartName="/{path}" ContentType="{kind}"/>' for path, kind in kinds)
    return (
        f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{rows}</Types>'
    )


def _relations(targets: Iterable[tuple[str, str]]) -> str:
    rows = "".join(
        f'<Relationship Id="rId{i}" Type="{kind}" Target="{target}"/>' for i, (kind, target) in enumerate(targets, 1)
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{rows}</Relationships>'


def _core(title: str, date: str) -> str:
    stamp = f"{date}T00:00:00Z" if re.fullmatch(r"\d{4}-\d\d-\d\d", date) else "2000-01-01T00:00:00Z"
    return (
        f'<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"'
        ' xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{escape(title)}</dc:title><dc:creator>条款体检</dc:creator>"
        f'<dcterms:created xsi:type="dcterms:W3CDTF">{stamp}</dcterms:created>'
        f'<dcterms:modified xsi:type="dcterms:W3CDTF">{stamp}</dcterms:modified></cp:coreProperties>'
    )
