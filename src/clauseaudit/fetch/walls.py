"""What walls say: the signs of a page that stands in front of the one that was asked for. Data, no behaviour."""

from __future__ import annotations

import re
from typing import NamedTuple

from clauseaudit.fetch.status import save_in_browser

SHORT = 600  # characters; walls say little
LONGEST_FORM = 300
CLAUSES_BESIDE_A_TITLE = 6  # with so many, a page is an agreement whatever its title says

LOADING = re.compile(
    r"加载中|正在加载|载入中|请稍[候后等]|loading\b|(?:启用|开启|打开|支持)\s*java\s*script|enable java\s*script"
    r"|正在跳转|跳转中|redirecting|浏览器版本(?:过低|太低)|请升级(?:您的)?浏览器",
    re.I,
)
SHELL = re.compile(rb"<(div|main|section|body)\b[^>]{0,200}\bid=[\"']?(?:app|root|__next|__nuxt|main-app)\b", re.I)
LOGIN = re.compile(r"登录|登陆|sign in|log ?in", re.I)
CREDENTIALS = re.compile(r"密码|验证码|扫码|二维码|手机号|password", re.I)

LOGIN_REASON, LOGIN_REMEDY = "网页要求先登录", "请登录后用浏览器打开协议，另存为 .mhtml 或 .html 再检查"
GONE_REASON, GONE_REMEDY = "网页说找不到内容", "请检查网址，或从网站首页重新找到协议"
CAPTCHA_REASON = "网站要求先通过验证，没有给出协议"
_CHECK_ADDRESS = "请核对网址，或从官方应用里重新找到协议"


class Wall(NamedTuple):
    """One kind of wall. ``notice`` is searched in single short lines, ``signs`` in short texts as a whole."""

    notice: re.Pattern[str]
    signs: re.Pattern[str]
    longest: int  # characters of a text in which the signs count
    anywhere: bool  # a notice counts wherever it stands, not only among the first lines
    reason: str
    remedy: str


def _wall(notice: str, signs: str, longest: int, anywhere: bool, reason: str, remedy: str) -> Wall:
    return Wall(re.compile(notice, re.I), re.compile(f"{notice}|{signs}" if signs else notice, re.I), longest, anywhere,
                reason, remedy)  # fmt: skip


_SALE = (
    r"(?:本|此|该|这个)?域名.{0,8}(?:出售|转让|待售|可交易)|域名(?:出售|转让|停放|停靠|中介)"
    r"|(?:本|此|该)域名.{0,12}(?:过期|到期|未注册|未绑定|未解析|可以?购买)|域名(?:已|已经)(?:过期|到期)"
    r"|domain(?: name)? (?:is|may be) (?:for sale|available|parked)|buy this domain|domain for sale"
)
_UNBUILT = (
    r"没有找到站点|站点(?:创建成功|已停止|不存在)|(?:网站|页面)(?:正在)?建设中|(?:网站|页面)即将上线"
    r"|coming soon|under construction|welcome to nginx|^it works!?$|^index of /|iis windows server"
    r"|apache2? .{0,20}default page|^hello,? world!?$"
)
_UNLICENSED = (
    r"(?:网站|域名|网址).{0,12}(?:未备案|没有备案|尚未备案|未(?:进行|完成|办理|取得).{0,8}备案|备案.{0,8}(?:注销|失效|掉))"
    r"|未备案(?:提示|网站|域名)|(?:已)?停止访问(?:该|此)?(?:网页|网站)"
    r"|(?:该|此|本|您访问的|您要访问的)(?:网站|网页|网址|站点).{0,14}(?:违规|违法|被(?:关停|关闭|封禁|封停|查封)|涉嫌|暂(?:时|停)无法|暂停(?:访问|服务|接入))"
)
_CAPTCHA = (
    r"安全验证|人机验证|真人验证|滑动验证|滑块|拖动.{0,6}验证|(?:完成|进行|通过|点击).{0,8}验证(?!码)"
    r"|访问(?:过于|太|次数过)(?:频繁|多)|访问异常|异常(?:访问|流量)|(?:操作|请求)(?:过于|太)频繁"
    r"|网络环境(?:存在)?异常|(?:疑似|不是)(?:机器人|爬虫|自动)|机器人.{0,4}检测|captcha"
    r"|checking your browser|just a moment|attention required|unusual traffic"
    r"|are you (?:a )?(?:human|robot)|verify(?:ing)? (?:that )?you are (?:a )?human|security check"
    r"|pardon our interruption|ddos protection"
)
_BLOCKED = (
    r"(?:访问|请求|操作|IP).{0,10}(?:已?被|遭)(?:网站)?(?:管理员)?(?:设置)?.{0,4}(?:拒绝|拦截|阻断|阻止|禁止|封禁)"
    r"|(?:拒绝|禁止)访问|(?:网站|应用|web)\s*防火墙|(?:存在|造成).{0,6}(?:安全)?威胁|不合法(?:的)?参数"
    r"|access denied|request (?:blocked|unsuccessful)|403 forbidden|^\W*403\W*$|you have been blocked"
    r"|所在(?:的)?(?:地区|区域|国家).{0,8}(?:无法|不能|不支持|不可)"
    r"|not available in your (?:region|country)"
)
_GONE = (
    r"^\W*(?:error|错误|http)?\s*[:：]?\s*404\W*(?:错误|error)?\W*$"
    r"|404.{0,4}(?:页面|错误|error|not found|找不到|没有)"
    r"|(?:页面|网页|内容|文章|文档|链接|地址|资源|商品|资讯|主题|帖子).{0,10}(?:不存在|走丢|丢失|飞走|找不到|不见|被删除|已删除|已失效|已过期|已下线|已下架|已关闭|已移除|被移除)"
    r"|找不到(?:该|此|您|这个)?.{0,10}(?:页面|网页|内容|文件|资源)|(?:页面|网页).{0,6}(?:出走|迷路|去火星)"
    r"|page (?:not|can'?t be|cannot be) found|(?:^|\W)not found(?:\W|$)|no longer (?:exists|available)"
    r"|(?:该|此|本)?(?:网站|站点|服务)已(?:经)?(?:下线|关闭|停止(?:服务|运营))"
)
_ERROR = (
    r"^\W*(?:出错(?:了|啦)|错误提示|系统提示|服务异常|系统异常|网络异常|网络错误|参数错误|非法(?:请求|访问|操作))\W*$"
    r"|服务器(?:内部)?(?:错误|异常|开小差|繁忙|出错|打盹)|系统(?:繁忙|开小差|出错|发生错误)"
    r"|(?:网站|系统|页面|服务器).{0,4}(?:维护中|升级中|正在维护|正在升级)"
    r"|数据库(?:连接)?(?:失败|错误|出错)|internal server error|bad gateway|gateway time-?out"
    r"|service (?:temporarily )?unavailable|http (?:status|error) \d{3}|whitelabel error page|fatal error"
    r"|stack ?trace|traceback \(most recent|unhandled exception|\.php on line \d"
    r"|(?:源站|回源|节点).{0,8}(?:失败|超时|异常|错误|不可用)|could not be retrieved|error 5\d\d"
    r"|^\W*50[0234]\W*$"
)
_APP_ONLY = (
    r"请(?:您)?(?:在|使用|用|前往|去|通过).{0,8}(?:微信|支付宝|QQ|钉钉|抖音|小程序|客户端|APP|手机).{0,8}(?:打开|访问|查看|扫码|扫一扫)"
    r"|(?:打开|前往|进入).{0,6}(?:APP|客户端|小程序).{0,4}(?:查看|继续|阅读|浏览)|仅(?:限|支持)(?:在)?.{0,8}(?:微信|客户端|APP|小程序).{0,6}(?:打开|访问|查看)"
)
_DOWNLOAD = (
    r"(?:立即|马上|点击|扫码|免费|极速|安全)下载|下载(?:最新)?(?:APP|客户端|安卓版|苹果版|安装包)"
    r"|(?:android|安卓|iphone|ios|苹果)\s*(?:版)?\s*下载|app store|google play"
)
_PRIVATE = (
    r"(?:请|需要?|必须)(?:您)?先?(?:登录|登陆)(?:后|才|再|$|\W)"
    r"|(?:请先|您还没有|您尚未|您未|还未|尚未|未)(?:登录|登陆)"
    r"|(?:登录|登陆)(?:后|才)(?:才)?(?:能|可|可以)?(?:查看|访问|继续|浏览|阅读)"
    r"|(?:登录|登陆)(?:已)?(?:超时|失效|过期)|(?:没有|无|暂无)(?:权限|权)(?:查看|访问|浏览)"
    r"|^\W*(?:用户|账号|会员|统一|手机)?(?:身份)?(?:登录|登陆)(?:页面?|中心|/注册)?\W*$"
    r"|^\W*(?:sign|log) ?in\W*$"
)
_DATA = r"^\s*[\[{]\s*[\"{].{0,400}?[\"'](?:code|ret|msg|errmsg|message|status|errno|error|errcode|success)[\"']\s*:"

WALLS = (
    _wall(_SALE, "related searches|相关搜索.{0,20}域名", SHORT, True, "域名闲置或在出售，这里没有网站", _CHECK_ADDRESS),
    _wall(_UNLICENSED, "", SHORT, True, "网站被关停或没有备案，打不开", _CHECK_ADDRESS),
    _wall(_UNBUILT, "", LONGEST_FORM, False, "网站还没有建好，或只是服务器的默认页面", _CHECK_ADDRESS),
    _wall(_CAPTCHA, "", SHORT, True, CAPTCHA_REASON, save_in_browser),
    _wall(
        _BLOCKED,
        r"ray id|incident id|event id|拦截(?:原因|编号|ID)",
        SHORT,
        True,
        "网站的防护拦下了程序",
        save_in_browser,
    ),
    _wall(_GONE, "", LONGEST_FORM, True, GONE_REASON, GONE_REMEDY),
    _wall(
        _ERROR, "", LONGEST_FORM, False, "网站给出的是出错页面", "请稍后再试，或" + save_in_browser.removeprefix("请")
    ),
    _wall(_DATA, "", 5 * SHORT, False, "网址给出的是程序用的数据，不是网页", save_in_browser),
    _wall(_PRIVATE, "", LONGEST_FORM, True, LOGIN_REASON, LOGIN_REMEDY),
    _wall(
        _APP_ONLY, "", LONGEST_FORM, True, "网页要在微信或应用里打开", "请在应用里打开协议，复制全文，存成 .txt 再检查"
    ),
    _wall(
        _DOWNLOAD,
        "",
        LONGEST_FORM,
        False,
        "这是应用的下载页，不是协议",
        "请在应用里找到协议，复制全文，存成 .txt 再检查",
    ),
)
