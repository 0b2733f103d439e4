"""Numbers as agreements write them: durations, percentages, amounts, in Arabic or Chinese numerals."""

import re
from functools import lru_cache
from typing import NamedTuple

from clauseaudit.expressions import expression
from clauseaudit.native import core

_DIGITS = {d: n for n, d in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_TENS = {"十": 10, "百": 100, "千": 1000, "万": 10000}
_DAYS = {"工作日": 1, "自然日": 1, "日": 1, "天": 1, "周": 7, "星期": 7, "月": 30, "年": 365}


class Duration(NamedTuple):
    """A length of time and where it stands. ``unit``: "day" | "workday" | "hour" | "month"."""

    length: int
    unit: str
    start: int
    end: int

    @property
    def days(self) -> int:
        """Calendar days, working days counted as days; hours round up."""
        return {"hour": -(-self.length // 24), "month": self.length * 30}.get(self.unit, self.length)

    @property
    def said(self) -> str:
        """As a person would say it: "7天", "3个工作日", "1年"."""
        if self.unit == "month":
            return f"{self.length // 12}年" if self.length % 12 == 0 and self.length > 12 else f"{self.length}个月"
        return f"{self.length}{ {'day': '天', 'workday': '个工作日', 'hour': '小时'}[self.unit] }"


def number(said: str) -> int:
    """An Arabic or Chinese whole number; 0 if it is neither."""
    if said.isascii():
        return int(said) if said.isdigit() else 0
    total = current = 0
    for character in said:
        if character in _TENS:
            total += max(current, 1) * _TENS[character]
            current = 0
        else:
            current = _DIGITS.get(character, 0)
    return total + current


@lru_cache(maxsize=1)
def _duration() -> re.Pattern[str]:
    return expression(
        # All first characters in one class, by which the engine finds where to begin.
        r"([\d一二两三四五六七八九十百零半](?:(?<=\d)\d{0,3}|(?<![\d半])[一二两三四五六七八九十百零]{0,4}|(?<=半)))"
        r"(?:\(\d+\))?(?:[-~—至到](\d{1,4}))?\s?"
        r"(个?)(工作日|自然日|日|天|月|年|小时|周|星期)"
    )


def durations_in_python(text: str, start: int, end: int) -> list[Duration]:
    """Lengths of time in ``text[start:end]``; dates (2025年1月1日) and ages (18周岁) are none."""
    found = []
    for match in _duration().finditer(text, start, end):
        first, last, measure, unit = match.groups()
        if unit in "年月日" and not measure and _is_date(text, match):
            continue
        if unit == "周" and text.startswith("岁", match.end()):
            continue
        kind, count = _normal(first, last, unit)
        if count:
            found.append(Duration(count, kind, *match.span()))
    return found


def _is_date(text: str, match: re.Match[str]) -> bool:
    unit, after = match[4], text[match.end() : match.end() + 1]
    if unit == "年":
        return len(match[1]) == 4 or text.startswith("第", match.start() - 1)
    if unit == "月":
        return True
    return text[match.start() - 1 : match.start()] in ("月", "第") or after == "期"


def _normal(first: str, last: str | None, unit: str) -> tuple[str, int]:
    """Unit and count; of a range the longer end counts, years become months, weeks become days."""
    if first == "半":
        return ("month", 6) if unit == "年" else ("day", 15) if unit == "月" else ("hour", 12)
    count = number(last or first)
    if unit == "年":
        return "month", count * 12
    if unit in ("周", "星期"):
        return "day", count * 7
    return {"工作日": "workday", "月": "month", "小时": "hour"}.get(unit, "day"), count


# Asked of every sentence that names a unit; native/answers/clock.c says the same.
durations = durations_in_python if core is None else core.Clock(Duration).durations


@lru_cache(maxsize=1)
def _percentage() -> re.Pattern[str]:
    return expression(
        r"(\d{1,3}(?:\.\d+)?)%|百分之([一二两三四五六七八九十百零]{1,4})"
        r"|千分之([一二三四五六七八九十]{1,2})|(\d{1,2})‰"
    )


def percentages(text: str, start: int, end: int) -> list[float]:
    """Shares in percent, in the order of the text."""
    return [share for share, _ in placed_percentages(text, start, end)]


def placed_percentages(text: str, start: int, end: int) -> list[tuple[float, tuple[int, int]]]:
    """Shares in percent and where each stands, in the order of the text."""
    found: list[tuple[float, tuple[int, int]]] = []
    if text.find("%", start, end) < 0 and text.find("分之", start, end) < 0 and text.find("‰", start, end) < 0:
        return found
    for match in _percentage().finditer(text, start, end):
        plain, chinese, thousandth, mille = match.groups()
        share = float(plain) if plain else float(number(chinese)) if chinese else number(thousandth or mille) / 10
        found.append((share, match.span()))
    return found


@lru_cache(maxsize=1)
def _amount() -> re.Pattern[str]:
    return expression(r"[¥￥](\d{1,6}(?:\.\d{1,2})?)|(\d{1,6}(?:\.\d{1,2})?|[一二两三四五六七八九十百千]{1,6})元")


def amounts(text: str, start: int, end: int) -> list[float]:
    """Sums in yuan, in the order of the text."""
    return [
        float(m[1] or m[2]) if (m[1] or m[2]).isascii() else float(number(m[2]))
        for m in _amount().finditer(text, start, end)
    ]


def tidy(value: float) -> int | float:
    """A whole number without its decimal point."""
    return int(value) if value == int(value) else value


def fee_span(shares: list[float]) -> dict[str, int | float]:
    """The highest percentage as ``fee_percent``, and the lowest if it differs; nothing of nothing."""
    if not shares:
        return {}
    least, most = tidy(min(shares)), tidy(max(shares))
    return {"fee_percent": most} if least == most else {"fee_percent": most, "fee_percent_min": least}
