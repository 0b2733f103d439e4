"""Pictures of agreements (screenshots, photographs) to text. Runs in the child process only.

A file of a few bytes may claim any size, so the size is judged before a pixel is decoded.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from clauseaudit.errors import ExtractError
from clauseaudit.extract.describe import heading_line
from clauseaudit.extract.reading import Reading
from clauseaudit.extract.rows import joined

if TYPE_CHECKING:
    from PIL.Image import Image as Picture

MAX_PIXELS = 60_000_000  # a screenshot of 40 screens on a large phone has 50 million
MAX_HEIGHT = 40_000  # pixels; as many strips as can be read within the time limit
MIN_SIDE = 24  # pixels; nothing smaller holds a line of text
FORMATS = ("PNG", "JPEG", "WEBP", "BMP")
NOTE = "来自图片识别：文字是程序从图片里认出来的，可能有错字，以原图为准"
_SPLIT = "请分几段截图，或把文字复制出来存成 .txt 再检查"


def extract_picture(content: bytes, subject: str) -> Reading:
    """The text in a picture. Raises ExtractError for pictures that are damaged, animated, too large or without text."""
    from clauseaudit.extract.recognise import recognise

    rows, unclear = recognise(open_picture(content, subject))
    text, scans = joined(rows)
    if not text.strip():
        raise ExtractError(subject, "图片里没有认出文字", "请换一张清楚的截图，或把文字复制出来存成 .txt 再检查")
    gaps = (f"{unclear} 行看不清的字",) if unclear else ()
    notes = (NOTE, *(f"有 {gap}，没有检查" for gap in gaps))
    return Reading(heading_line(text), text, (), notes, gaps, scans)


def open_picture(content: bytes, subject: str) -> Picture:
    """The picture upright, in RGB, transparent parts white."""
    from PIL import Image, ImageOps, UnidentifiedImageError

    Image.MAX_IMAGE_PIXELS = MAX_PIXELS
    try:
        picture: Any = Image.open(io.BytesIO(content), formats=FORMATS)
        _judge(picture, subject)
        picture = ImageOps.exif_transpose(picture)
        if "A" in picture.getbands() or "transparency" in picture.info:
            picture = picture.convert("RGBA")
            paper = Image.new("RGBA", picture.size, "white")
            picture = Image.alpha_composite(paper, picture)
        upright: Image.Image = picture.convert("RGB")
        return upright
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise _too_large(subject, "像素太多") from error
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError, IndexError, OverflowError) as error:
        raise ExtractError(subject, "图片不完整或已损坏", "请重新截图，另存为 PNG 或 JPG 再检查") from error


def _judge(picture: Picture, subject: str) -> None:
    width, height = picture.size
    if getattr(picture, "n_frames", 1) > 1:
        raise ExtractError(subject, "这是动图，不是截图", "请把要检查的画面截成一张图")
    if width * height > MAX_PIXELS or max(width, height) > MAX_HEIGHT:
        raise _too_large(subject, f"有 {width}×{height} 像素")
    if min(width, height) < MIN_SIDE:
        raise ExtractError(subject, f"图片只有 {width}×{height} 像素，放不下文字", "请换一张清楚的截图")


def _too_large(subject: str, what: str) -> ExtractError:
    return ExtractError(subject, f"图片太大（{what}），没有打开", _SPLIT)
