"""What tests need of the recogniser: whether it is there, and pictures with text in them."""

from __future__ import annotations

import html
import io
from collections.abc import Sequence
from typing import Any

import pytest

from clauseaudit.extract.recognise import installed

# The extra is 330 MB, so it is not among what ./dev installs.
needs_recogniser = pytest.mark.skipif(
    not installed(), reason="RECOGNISER TESTS DID NOT RUN: pip install 'clauseaudit[ocr]' to run them"
)


def page_of(lines: Sequence[str]) -> str:
    """A web page with a paragraph a line, as agreements are shown."""
    body = "".join(f"<p>{html.escape(line)}</p>" for line in lines if line.strip())
    return f'<meta charset="utf-8"><body style="font:14px/1.7 sans-serif;margin:16px;background:#fff">{body}</body>'


def screenshot(browser: Any, page: str, width: int, scale: float = 1) -> bytes:
    """PNG of the whole page."""
    opened = browser.new_page(viewport={"width": width, "height": 600}, device_scale_factor=scale)
    try:
        opened.set_content(page)
        return bytes(opened.screenshot(full_page=True))
    finally:
        opened.close()


def saved_as(png: bytes, form: str, **options: Any) -> bytes:
    """The picture in another format ("JPEG", "WEBP", "BMP", "PDF")."""
    from PIL import Image

    buffer = io.BytesIO()
    Image.open(io.BytesIO(png)).convert("RGB").save(buffer, form, **options)
    return buffer.getvalue()
