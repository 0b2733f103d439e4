"""What walls say: the signs of a page that stands in front of the one that was asked for. Data, no behaviour."""

from __future__ import annotations

import re
from typing import NamedTuple

from clauseaudit.fetch.status import save_in_browser

SHORT = 600  # characters; walls say little
LONGEST_FORM = 300
_TINY = 120
CLAUSES_BESIDE_A_TITLE = 6  # with so many, a page is an agreement whatever its title says

LOADING = re.compile(
    r"加载中|正在加载|载入中|请稍[候后等]|loading\b|(?:启用|开启|打开|支持)\s*java\s*script|enable java\s*script"
    r"|正在跳转|跳转中|redirecting|浏览器版本(?:过低|太低)|请升级(?:您的)?浏览器",
    re.I,
)
SHELL = re.compile(rb"<(div|main|section|body)\b[^>]{0,200}\bid=[\"']?(?:app|root|__next|__nuxt|main-app)\b", re.I)
LOGIN = re.compile(r"登录|登陆|sign in|log ?in", re.I)
CREDENTIALS = re.compile(
    r"(?:输入|获取|发送|忘记|找回|填写).{0,8}(?:密码|验证码|手机号|账号)|(?:密码|验证码|扫码|手机号?|短信).{0,4}(?:登录|登陆)"
    r"|^\W*(?:密码|验证码)\W*$|forgot.{0,8}password|(?:enter|your) password",
    re.I | re.M,
)

LOGIN_REASON, LOGIN_REMEDY = "网页要求先登录", "请登录后用浏览器打开协议，另存为 .mhtml 或 .html 再检查"
GONE_REASON, GONE_REMEDY = "网页说找不到内容", "请检查网址，或从网站首页重新找到协议"
CAPTCHA_REASON = "网站要求先通过验证，没有给出协议"
_CHECK_ADDRESS = "请核对网址，或从官方应用里重新找到协议"


class Wall(NamedTuple):
    """One kind of wall.

    ``title`` is searched in titles, ``notice`` in the first lines of short pages, ``exact`` in every short line of any
    page, menus included, ``signs`` in very short texts as a whole; weak signs count only where no clause is.
    """

    title: re.Pattern[str]
    notice: re.Pattern[str]
    exact: re.Pattern[str]
    signs: re.Pattern[str]
    longest: int  # characters of a text in which the signs count
    is_strong: bool
    reason: str
    remedy: str


def _wall(
    reason: str,
    remedy: str,
    notice: str = "",
    exact: str = "",
    *,
    title: str = "",
    more: str = "",
    longest: int = LONGEST_FORM,
    strong: bool = False,
) -> Wall:
    def joined(*parts: str) -> re.Pattern[str]:
        return re.compile("|".join(filter(None, parts)) or _NEVER, re.I)

    signs = joined(notice, exact, more)
    return Wall(joined(title, notice), joined(notice), joined(exact), signs, longest, strong, reason, remedy)


_NEVER = r"(?!)"
_SORRY = r"^(?:\W|很?抱歉|对不起|不好意思|哎呀|出错了?|啊哦|亲|您好)*"
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
    r"安全验证|人机验证|真人验证|滑动验证|滑块验证|(?:拖动|按住|滑动|移动).{0,6}(?:滑块|验证)|请.{0,12}(?:完成|进行|通过|点击).{0,8}验证(?!码)"
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
_BLOCKED_BY = r"ray id|拦截(?:原因|编号|ID)"
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
    r"(?:您还没有|您尚未|您未|还未|尚未)(?:登录|登陆)|(?:请|需要?|必须)(?:您)?先(?:登录|登陆)"
    r"|(?:登录|登陆)(?:已)?(?:超时|失效|过期)|(?:没有|无|暂无)权限?(?:查看|访问|浏览)"
)
_LOGIN_TITLE = (
    r"^\W*(?:欢迎)?(?:用户|账号|会员|统一|手机|密码|扫码)?(?:身份)?(?:认证)?(?:登录|登陆)(?:页面?|中心|/注册)?\W*(?:$|[-_|—].{0,20}$)"
    r"|[-_|—]\W*(?:用户|账号|会员)?(?:登录|登陆)\W*$|^\W*(?:sign|log) ?in\W*$"
)
_DATA = r"^\s*[\[{]\s*[\"{].{0,400}?[\"'](?:code|ret|msg|errmsg|message|status|errno|error|errcode|success)[\"']\s*:"

# The same, so plainly that a line between two menus is enough.
_SALE_LINE = _SORRY + r"(?:您访问的)?(?:本|此|该)域名.{0,8}(?:出售|转让|待售|过期|到期)"
_UNLICENSED_LINE = (
    _SORRY + r"(?:该|此|本|您(?:要)?访问的)(?:网站|网页|网址|站点)"
    r".{0,14}(?:备案|违规|违法|被(?:关停|关闭|封禁|封停|查封)|暂(?:时|停)无法)"
)
_CAPTCHA_LINE = (
    r"^\W*(?:为了.{2,20}，)?请(?:您)?先?(?:完成|拖动|按住|(?:依次)?点击|滑动|进行)"
    r".{0,12}(?:验证|滑块|文字|图片)(?!码)\W*(?:后.{0,8})?$"
)
_BLOCKED_LINE = _SORRY + r"(?:您的|当前)(?:访问|请求|操作|IP).{0,10}被.{0,8}(?:拒绝|拦截|阻断|阻止|禁止|封禁)"
_GONE_LINE = (
    r"^\W*(?:error|错误|http)?\s*[:：]?\s*404\W*(?:错误|error)?\W*$|"
    + _SORRY
    + r"(?:404\W*)?(?:您|你)?(?:要|所|想)*(?:访问|查看|寻找|请求|浏览|找)?的?(?:该|此|本)?"
    r"(?:页面|网页|内容|文章|链接|地址|信息)"
    r".{0,4}(?:不存在|走丢|丢失|飞走|找不到|不见|(?:已|被|已被)(?:发布者)?(?:删除|移除|下架)|已?失效|已?过期)"
)
_PRIVATE_LINE = (
    _SORRY + r"(?:您|你)?(?:还没有|尚未|还未|没有)(?:登录|登陆).{0,4}请先?(?:登录|登陆)"
    r"|^\W*(?:该|此|本)?(?:页面|内容|文章)?(?:需要?|请)先?(?:登录|登陆)后?(?:才能|再|方可)?(?:查看|访问|浏览)"
    r"|^\W*(?:该|此|本)(?:页面|内容|文章).{0,4}(?:登录|登陆)后(?:才能?|可|方可)(?:查看|访问|浏览)"
    r"|(?:没有|无)权限?(?:查看|访问|浏览)(?:该|此|本)?(?:页面|内容)"
)

_ASK_IN_APP = "请在应用里打开协议，复制全文，存成 .txt 再检查"
WALLS = (
    _wall("域名闲置或在出售，这里没有网站", _CHECK_ADDRESS, _SALE, _SALE_LINE, more="related searches", strong=True),
    _wall("网站被关停或没有备案，打不开", _CHECK_ADDRESS, _UNLICENSED, _UNLICENSED_LINE, strong=True),
    _wall("网站还没有建好，或只是服务器的默认页面", _CHECK_ADDRESS, _UNBUILT),
    _wall(CAPTCHA_REASON, save_in_browser, _CAPTCHA, _CAPTCHA_LINE, strong=True),
    _wall(
        "网站的防护拦下了程序",
        save_in_browser,
        _BLOCKED,
        _BLOCKED_LINE,
        more=r"ray id|拦截(?:原因|编号|ID)",
        strong=True,
    ),
    _wall(GONE_REASON, GONE_REMEDY, _GONE, _GONE_LINE),
    _wall("网站给出的是出错页面", "请稍后再试，或" + save_in_browser.removeprefix("请"), _ERROR),
    _wall("网址给出的是程序用的数据，不是网页", save_in_browser, _DATA, longest=5 * SHORT, strong=True),
    _wall(LOGIN_REASON, LOGIN_REMEDY, _PRIVATE, _PRIVATE_LINE, title=_LOGIN_TITLE),
    _wall("网页要在微信或应用里打开", _ASK_IN_APP, _APP_ONLY),
    _wall("这是应用的下载页，不是协议", _ASK_IN_APP, more=_DOWNLOAD, longest=_TINY),
)
