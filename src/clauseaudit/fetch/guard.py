"""Which addresses may be asked: the open Internet only. Pure; nothing here resolves or connects.

A page can name any address, and a name can be made to point anywhere, so the program must not become a way into
the network it runs in.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable

from clauseaudit.errors import FetchError

PORTS = frozenset((80, 443))

_FAKE = ipaddress.ip_network("198.18.0.0/15")
# Ranges that Python counts as global although they lead back into, or disguise, IPv4 networks.
_DISGUISED = tuple(map(ipaddress.ip_network, ("64:ff9b::/96", "64:ff9b:1::/48", "::/96", "192.88.99.0/24")))
_PRIVATE_REMEDY = "只检查公开网址；确实要检查内网网页，请加 --allow-private"
_FAKE_REMEDY = (
    "电脑上的代理软件（fake-ip 模式）改写了域名解析；请关闭该模式，或加 --allow-private，或用浏览器另存网页再检查"
)


def judge(address: str) -> str | None:
    """Why ``address`` (an IP address as text) must not be asked, in Chinese; None if it may be."""
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return "不是有效的 IP 地址"
    if isinstance(ip, ipaddress.IPv6Address):
        if ip.ipv4_mapped is not None:
            return judge(str(ip.ipv4_mapped))
        if ip.sixtofour is not None or ip.teredo is not None:
            return "是隧道地址"
    if ip in _FAKE:
        return "是代理软件的虚拟地址"
    if ip.is_multicast:
        return "是组播地址"
    if any(ip.version == network.version and ip in network for network in _DISGUISED):
        return "是转换地址"
    if ip.is_loopback:
        return "是本机地址"
    if not ip.is_global or ip.is_reserved or (ip.version == 6 and ip.is_site_local):
        return "是内网或保留地址"
    return None


def judge_answers(url: str, host: str, addresses: Iterable[str]) -> None:
    """Raise FetchError if one of the ``addresses`` that ``host`` resolved to must not be asked.

    One is enough: who controls the name decides which of its answers is used.
    """
    for address in addresses:
        if reason := judge(address):
            remedy = _FAKE_REMEDY if "虚拟" in reason else _PRIVATE_REMEDY
            raise FetchError(url, f"{host} 的地址 {address} {reason}，不能访问", remedy)


def judge_url(url: str, scheme: str, host: str, port: int | None, userinfo: bool, *, any_port: bool = False) -> None:
    """Raise FetchError for an address that is not plain http(s) on an ordinary port."""
    if scheme not in ("http", "https"):
        raise FetchError(url, "网址要以 http:// 或 https:// 开头", "请从浏览器地址栏复制完整网址")
    if not host:
        raise FetchError(url, "网址里没有域名", "请从浏览器地址栏复制完整网址")
    if userinfo:
        raise FetchError(url, "网址里带有用户名或密码，不能访问", "请删去 @ 前面的部分")
    if port is not None and port not in PORTS and not any_port:
        raise FetchError(url, f"端口 {port} 不是网页常用端口（80、443）", _PRIVATE_REMEDY)
