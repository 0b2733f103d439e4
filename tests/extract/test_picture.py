"""Pictures: what is refused before a pixel is decoded, and what is said without the recogniser."""

from __future__ import annotations

import io
import struct
import time
import zlib
from typing import Any

import pytest
from ocr import needs_recogniser, page_of, saved_as, screenshot

from clauseaudit.errors import ExtractError
from clauseaudit.extract import read_document, recognise
from clauseaudit.extract.bounded import LIMITS, Limits
from clauseaudit.model import Snapshot

LINE = "充值成功后，已支付的款项概不退还。"


def png(width: int, height: int, rows: bytes = b"", colour: int = 2, chunks: bytes = b"") -> bytes:
    """A file that claims a size, whatever it holds."""
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, colour, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + chunks + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def webp(width: int, height: int) -> bytes:
    size = (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    body = b"WEBPVP8X" + struct.pack("<I", 10) + bytes(4) + size + b"VP8 " + struct.pack("<I", 10) + bytes(10)
    return b"RIFF" + struct.pack("<I", len(body)) + body


def bmp(width: int, height: int) -> bytes:
    info = struct.pack("<IiiHHIIiiII", 40, width, height, 1, 24, 0, 0, 2835, 2835, 0, 0)
    return b"BM" + struct.pack("<IHHI", 54, 0, 0, 54) + info


def refusal(content: bytes) -> ExtractError:
    begin = time.perf_counter()
    with pytest.raises(ExtractError) as refused:
        read_document(Snapshot("截图.png", content))
    assert time.perf_counter() - begin < 20  # a child starts, reads a header and ends; the machine may be busy
    assert refused.value.subject == "截图.png" and refused.value.remedy
    return refused.value


def test_without_the_recogniser_the_remedy_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recognise, "installed", lambda: False)
    error = refusal(png(100, 100))
    assert "文字识别" in error.reason and "clauseaudit[ocr]" in error.remedy


@needs_recogniser
@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (png(60_000, 60_000, bytes(1000)), "太大"),  # 11 GB of pixels
        (png(20_000, 20_000, bytes(10_000_000)), "太大"),
        (png(300, 41_000, bytes(1000)), "太大"),
        (webp(16_000, 16_000), "太大|损坏"),
        (bmp(2_000_000_000, 2_000_000_000), "太大|损坏"),
        (bmp(30_000, 30_000), "太大"),
        (b"\xff\xd8\xff\xc0\0\x11\x08\xff\xff\xff\xff\x03\x01\x22\0\x02\x11\x01\x03\x11\x01", "太大|损坏"),
        (png(10, 10, bytes(400)), "放不下"),
        (png(100, 100, bytes(50)), "损坏"),
        (b"\x89PNG\r\n\x1a\n", "损坏"),
        (b"\xff\xd8\xff\xe0", "损坏"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_sizes_are_judged_by_the_header(content: bytes, reason: str) -> None:
    import re

    assert re.search(reason, refusal(content).reason)


@needs_recogniser
def test_text_that_grows_inside_a_picture() -> None:
    """A compressed comment of 300 MB in 300 kB."""
    bomb = chunk(b"zTXt", b"k\0\0" + zlib.compress(bytes(300_000_000), 9))
    assert "损坏" in refusal(png(100, 100, bytes(30_100), chunks=bomb)).reason


@needs_recogniser
def test_blank_and_animated_pictures() -> None:
    from PIL import Image

    white = b"".join(b"\0" + b"\xff" * 600 for _ in range(200))
    assert "没有认出" in refusal(png(200, 200, white)).reason
    buffer = io.BytesIO()
    frames = [Image.new("RGB", (60, 60), colour) for colour in ("red", "blue")]
    frames[0].save(buffer, "WEBP", save_all=True, append_images=frames[1:])
    assert "动图" in refusal(buffer.getvalue()).reason


@needs_recogniser
def test_memory_and_time_are_limited(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(LIMITS, "picture", Limits(seconds=0.05))
    assert "停下了" in refusal(png(100, 100, bytes(30_100))).reason


@needs_recogniser
@pytest.mark.browser
def test_every_format_and_a_transparent_page(browser: Any) -> None:
    picture = screenshot(browser, page_of(["第一条 退款", LINE]), width=400)
    for form in ("JPEG", "WEBP", "BMP"):
        options = {} if form == "BMP" else {"quality": 90}
        text = read_document(Snapshot("a", saved_as(picture, form, **options))).text
        assert text.split("\n") == ["第一条退款", LINE] or text.split("\n") == ["第一条 退款", LINE]
