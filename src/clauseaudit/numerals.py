"""Numbers written in Chinese characters."""

from __future__ import annotations

DIGITS = "零一二三四五六七八九"
_UNITS = ("", "十", "百", "千")


def chinese_numeral(number: int) -> str:
    """1–9999 as laws and contracts write them: 10 十, 110 一百一十, 1022 一千零二十二."""
    if not 0 < number < 10000:
        raise ValueError(f"number out of range: {number}")
    text, gap = "", False
    for place in range(3, -1, -1):
        digit = number // 10**place % 10
        if not digit:
            gap = bool(text)
            continue
        text += ("零" if gap else "") + DIGITS[digit] + _UNITS[place]
        gap = False
    return text[1:] if text.startswith("一十") else text
