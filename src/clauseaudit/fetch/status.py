"""What an HTTP status means to the person who asked."""

from __future__ import annotations

import time
from datetime import UTC, datetime

from clauseaudit.errors import BlockedError, FetchError

LONGEST_WAIT = 3600.0  # seconds; a site that asks for more is not believed, only quoted
save_in_browser = "请用浏览器打开，等正文显示后另存为 .mhtml 或 .html 再检查"


class SlowDown(FetchError):
    """The site asks to be left alone for ``seconds``; the same address may be asked after that."""

    def __init__(self, subject: str, reason: str, remedy: str, seconds: float) -> None:
        super().__init__(subject, reason, remedy)
        self.seconds = seconds


def refuse_status(url: str, status: int, retry_after: str = "") -> None:
    """Raise FetchError for every status but success; BlockedError where the site turns the visitor away."""
    match status:
        case 200 | 203:
            return
        case 401 | 407:
            raise BlockedError(url, f"需要登录才能看（{status}）", "请登录后用浏览器另存为 .mhtml 或 .html 再检查")
        case 403 | 405 | 406 | 412:
            raise BlockedError(url, f"网站拒绝程序访问（{status}）", save_in_browser)
        case 404 | 410:
            raise FetchError(url, f"网页不存在（{status}）", "请检查网址，或从网站首页重新找到协议")
        case 429 | 503:
            reason = "网站要求放慢访问" if status == 429 else "网站暂时不能访问"
            raise SlowDown(url, f"{reason}（{status}）", _when(retry_after), wait_of(retry_after) or 0.0)
        case 451:
            raise FetchError(url, "网页因法律原因不提供（451）", "请改用其他来源的协议文本")
        case _ if status >= 500:
            raise FetchError(url, f"网站出错（{status}）", "请稍后再试")
        case _ if status >= 400:
            raise FetchError(url, f"网站不接受这个请求（{status}）", "请检查网址")
    raise FetchError(url, f"网站没有给出网页（{status}）", save_in_browser)


def wait_of(retry_after: str) -> float | None:
    """Seconds from now that a Retry-After header asks for, at most LONGEST_WAIT; None where it says nothing usable."""
    if retry_after.isdecimal() and retry_after.isascii() and len(retry_after) <= 6:
        return min(float(retry_after), LONGEST_WAIT)
    moment = _date(retry_after)
    return min(max(moment.timestamp() - time.time(), 0.0), LONGEST_WAIT) if moment else None


def _date(retry_after: str) -> datetime | None:
    from email.utils import parsedate_to_datetime

    try:
        moment = parsedate_to_datetime(retry_after)
    except (ValueError, OverflowError):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _when(retry_after: str) -> str:
    """The site's own words are shown only where they are a number of seconds or a date."""
    if retry_after.isdecimal() and len(retry_after) <= 6:
        return f"网站要求 {int(retry_after)} 秒后再试"
    moment = _date(retry_after)
    if moment is None:
        return "请稍后再试"
    return f"网站要求 {moment:%Y-%m-%d %H:%M}（{moment.tzname() or 'UTC'}）以后再试"
