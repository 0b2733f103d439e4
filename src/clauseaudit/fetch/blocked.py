"""Whether a page is what was asked for, or a wall in front of it.

Rules, not a model, and cautious ones: a page is refused only if it is short, shows the signs of a wall, and does
not speak like an agreement. An agreement that mentions a verification code is an agreement.
"""

from __future__ import annotations

import re

from clauseaudit.errors import BlockedError
from clauseaudit.fetch.status import save_in_browser
from clauseaudit.model import Document, Snapshot

_SHORT = 600  # characters; walls say little, and a longer text is always let through
_LONGEST_FORM = 300  # a login page without a word about it in the title
_NEARLY_EMPTY = 40

_LOADING = re.compile(
    r"加载中|正在加载|载入中|请稍[候后等]|loading\b|(?:启用|开启|打开|支持)\s*java\s*script|enable java\s*script", re.I
)
_SHELL = re.compile(rb"<(div|main|section|body)\b[^>]{0,200}\bid=[\"']?(?:app|root|__next|__nuxt|main-app)\b", re.I)
_CAPTCHA = re.compile(
    r"安全验证|人机验证|真人验证|滑动验证|滑块|拖动.{0,6}验证|完成.{0,6}验证|访问(?:过于|太)频繁|访问异常|异常(?:访问|流量)"
    r"|访问被(?:拒绝|拦截|阻断)|请求被(?:拒绝|拦截|阻断)|不是机器人|captcha|checking your browser|just a moment"
    r"|access denied|unusual traffic|are you (?:a )?(?:human|robot)|verify you are human",
    re.I,
)
_LOGIN = re.compile(r"登录|登陆|sign in|log ?in", re.I)
_CREDENTIALS = re.compile(r"密码|验证码|扫码|二维码|手机号|password", re.I)
_GONE = re.compile(
    r"(?<!\d)404(?!\d)|页面不存在|网页不存在|内容不存在|找不到(?:该|此|您)?.{0,8}(?:页面|网页|内容)|(?:页面|网页).{0,6}(?:走丢|丢失|飞走|找不到|被删除|已删除)"
    r"|(?:页面|内容|文章|网站).{0,4}(?:已下线|已下架|已关闭)|page not found|not found",
    re.I,
)
_TERM = re.compile(
    r"第\s*[一二三四五六七八九十百\d]+\s*[条章]|概不|不予|不得|有权|无权|应当|承担|视为|退款|退还|不退|免责|违约|解除|终止|争议|管辖|本协议|本条款|甲方|乙方"
)
_TERMS_OF_AN_AGREEMENT = 3


def check_page(document: Document, snapshot: Snapshot) -> None:
    """Raise BlockedError if ``document``, read from ``snapshot``, is a wall or an empty shell.

    Meant for pages: a text file is what its owner says it is. For a page saved to a file only emptiness counts.
    """
    fetched = bool(snapshot.url)
    if not fetched and snapshot.media_type not in ("text/html", "multipart/related"):
        return
    length = len("".join(document.text.split()))
    if length >= _SHORT or len(set(_TERM.findall(document.text))) >= _TERMS_OF_AN_AGREEMENT:
        return
    reason = _shell(document.text, length, snapshot.content) or (_wall(document) if fetched else None)
    if not reason and length < _NEARLY_EMPTY and not _TERM.search(document.text):
        reason = f"网页上几乎没有文字（{length} 个字）", save_in_browser
    if reason:
        raise BlockedError(snapshot.source, *reason)


def _shell(text: str, length: int, content: bytes) -> tuple[str, str] | None:
    if _TERM.search(text):
        return None
    if _LOADING.search(text) or (length < 4 * _NEARLY_EMPTY and _SHELL.search(content)):
        return "网页要靠脚本显示，读到的只是空壳", save_in_browser
    return None


def _wall(document: Document) -> tuple[str, str] | None:
    seen = f"{document.title}\n{document.text}"
    if _GONE.search(document.title) or _GONE.search(document.text[:200]):
        return "网页说找不到内容", "请检查网址，或从网站首页重新找到协议"
    if _CAPTCHA.search(seen):
        return "网站要求先通过验证，没有给出协议", save_in_browser
    is_form = len(document.text) < _LONGEST_FORM or _LOGIN.search(document.title)
    if is_form and _LOGIN.search(seen) and _CREDENTIALS.search(seen):
        return "网页要求先登录", "请登录后用浏览器打开协议，另存为 .mhtml 或 .html 再检查"
    return None
