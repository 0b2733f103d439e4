"""What it means to the person who asked when the browser does not get to a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clauseaudit.browse.proxy import GuardProxy
from clauseaudit.browse.record import is_refused
from clauseaudit.errors import FetchError
from clauseaudit.fetch.status import refuse_status, save_in_browser

if TYPE_CHECKING:
    from playwright.async_api import Response

TOO_MUCH = "网页占用的内存太多，或让浏览器崩溃了"


class DownloadError(FetchError):
    """The address gives a file, not a page. Fetch it with ``fetch.client.Client``."""


def judge(url: str, response: Response | None, proxy: GuardProxy) -> None:
    """Raise FetchError unless ``response`` is a success; None is a jump within the page."""
    if response is None:
        return
    if is_refused(response) and (refusal := proxy.refusal(response.url)):
        raise FetchError(url, refusal.reason, refusal.remedy)
    refuse_status(url, response.status, response.headers.get("retry-after", ""))


def explain(url: str, message: str, proxy: GuardProxy, *, crashed: bool) -> FetchError:
    """The error for the browser's own ``message`` about opening ``url``."""
    if "Download is starting" in message:
        return DownloadError(url, "网址给出的是文件，不是网页", "请下载后检查那个文件")
    if crashed or "crashed" in message:
        return FetchError(url, TOO_MUCH, save_in_browser)
    if "ERR_TUNNEL" in message and proxy.refused:
        refusal = list(proxy.refused.values())[-1]
        return FetchError(url, refusal.reason, refusal.remedy)
    if "ERR_CERT" in message or "ERR_SSL" in message:
        return FetchError(url, "网站的安全证书不可信", "请核对网址；确认无误时" + save_in_browser)
    if "ERR_TOO_MANY_REDIRECTS" in message:
        return FetchError(url, "网址在几个地址之间来回跳转", save_in_browser)
    return FetchError(url, "浏览器打不开这个网页", "请检查网址和网络连接")


def must_be_here(asked: str, here: str, proxy: GuardProxy) -> None:
    """Raise FetchError if the page has led itself to where it must not go, or to nowhere."""
    refusal = proxy.last_refused(here)
    if here.startswith("chrome-error:"):
        refusal = refusal or next(reversed(proxy.refused.values()), None)
        if refusal is None:
            raise FetchError(asked, "网页自己转到了打不开的地址", save_in_browser)
    if refusal:
        raise FetchError(asked, f"网页自己转到了别处：{refusal.reason}", refusal.remedy)
