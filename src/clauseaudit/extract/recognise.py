"""The rows of text in a picture, by a recogniser that runs on this machine (extra ``ocr``).

A long screenshot is read in strips: the recogniser shrinks what is higher than 2,000 pixels until small print is
gone. Strips overlap; a box belongs to the strip that has its middle, so none is read twice or cut.
"""

from __future__ import annotations

import io
from functools import lru_cache
from math import atan2, degrees
from statistics import median
from typing import TYPE_CHECKING, Any

from clauseaudit.errors import ExtractError
from clauseaudit.extract.layout import Box, in_order, rows_of
from clauseaudit.extract.rows import Row

if TYPE_CHECKING:
    from PIL.Image import Image

MODULE = "rapidocr_onnxruntime"
MISSING = "读图片里的字要先装文字识别组件", "pip install 'clauseaudit[ocr]'，或把文字复制出来存成 .txt 再检查"
_WIDEST = 1600  # pixels: photographs are shrunk to it
_STRIP, _OVERLAP = 1200, 200  # pixels; a row is lower than half the overlap
_SURE, _LEGIBLE = 0.6, 0.3  # confidence: below the first a row is unclear, below the second it is no text
_LEAST_UNCLEAR = 4  # characters of an unclear row that may be a term; icons give one or two
_PLAIN = 3.0  # standard deviation of brightness in a strip without text
_LEAST_ROW = 0.3  # of the width: shorter rows say little about the slope
_LEAST_TILT, _MOST_TILT = 0.4, 15.0  # degrees
_PICTURE_HEIGHT, _PICTURE_QUALITY = 40, 40  # of the rows that are kept: legible, about 3 kB
_MOST_PICTURES = 8_000_000  # bytes


def installed() -> bool:
    """Whether the extra is there; it is not loaded."""
    from importlib.util import find_spec

    return find_spec(MODULE) is not None


def recognise(picture: Image) -> tuple[list[Row], int]:
    """The rows in reading order, and how many were too unclear to be read. ``picture`` is RGB."""
    if picture.width > _WIDEST:
        picture = picture.resize((_WIDEST, max(1, round(picture.height * _WIDEST / picture.width))))
    picture = _upright(picture)
    boxes: list[Box] = []
    for top in range(0, max(picture.height - _OVERLAP, 1), _STRIP - _OVERLAP):
        boxes += [box for box in _strip(picture, top) if not any(box.covers(other) for other in boxes[-60:])]
    unclear = sum(box.sure < _SURE and len(box.text) >= _LEAST_UNCLEAR for box in boxes)
    lines = rows_of(in_order([box for box in boxes if box.sure >= _SURE]))
    rows, kept = [], 0
    for line in lines:
        image = _cut(picture, line.box) if kept < _MOST_PICTURES else b""
        kept += len(image)
        rows.append(Row(line.box.text, line.full, image))
    return rows, unclear


def _strip(picture: Image, top: int) -> list[Box]:
    """The boxes whose middle lies in this strip's own part, in coordinates of the picture."""
    bottom = min(top + _STRIP, picture.height)
    first = top + _OVERLAP / 2 - 4 if top else 0
    last = bottom - _OVERLAP / 2 + 4 if bottom < picture.height else bottom
    boxes = []
    for corners, text, sure in _found(picture, top, bottom):
        across, down = [x for x, _ in corners], [y + top for _, y in corners]
        box = Box(min(across), min(down), max(across), max(down), " ".join(text.split()), float(sure))
        if box.text and box.sure >= _LEGIBLE and first <= box.middle <= last:
            boxes.append(box)
    return boxes


def _found(picture: Image, top: int, bottom: int) -> list[tuple[list[list[float]], str, float]]:
    """Corners (from the upper left, clockwise, in the strip), text and confidence of what is in a strip."""
    import numpy

    pixels = numpy.asarray(picture.crop((0, top, picture.width, bottom)))[:, :, ::-1]
    if pixels.std() < _PLAIN:
        return []
    found, _ = _engine()(numpy.ascontiguousarray(pixels), use_cls=False)
    return found or []


def _upright(picture: Image) -> Image:
    """A photograph taken aslant, turned; rows that slope would end at other places than the margin."""
    if picture.height > _STRIP * 2:  # a long screenshot is straight
        return picture
    slopes = []
    for corners, *_ in _found(picture, 0, min(_STRIP, picture.height)):
        (left, top), (right, bottom) = corners[:2]
        if right - left > _LEAST_ROW * picture.width:
            slopes.append(degrees(atan2(bottom - top, right - left)))
    tilt = median(slopes) if slopes else 0.0
    if not _LEAST_TILT < abs(tilt) < _MOST_TILT:
        return picture
    return picture.rotate(tilt, expand=True, fillcolor="white", resample=2)  # 2: bilinear


@lru_cache(maxsize=1)
def _engine() -> Any:
    try:
        from rapidocr_onnxruntime import RapidOCR
    except ModuleNotFoundError as error:
        raise ExtractError("", *MISSING) from error
    except ImportError as error:  # the OpenCV for desktops, on a server without a screen
        remedy = "pip install --force-reinstall --no-deps opencv-python-headless"
        raise ExtractError("", f"文字识别组件打不开：{str(error)[:80]}", remedy) from error
    return RapidOCR(text_score=_LEGIBLE, intra_op_num_threads=2, inter_op_num_threads=1)


def _cut(picture: Image, box: Box) -> bytes:
    """The row, small and grey."""
    margin = 3
    edges = (box.left - margin, box.top - margin, box.right + margin, box.bottom + margin)
    left, top, right, bottom = (round(edge) for edge in edges)
    row = picture.crop((max(left, 0), max(top, 0), min(right, picture.width), min(bottom, picture.height)))
    row = row.convert("L")
    row.thumbnail((row.width, _PICTURE_HEIGHT))
    buffer = io.BytesIO()
    row.save(buffer, "WEBP", quality=_PICTURE_QUALITY, method=3)
    return buffer.getvalue()
