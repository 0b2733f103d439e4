"""Whether a document is under the law of another place than mainland China: Taiwan, Hong Kong, Macau, abroad.

Cautious on purpose. A mainland platform that writes foreign law into its terms still owes its consumers what
mainland law gives them, so one sign of the mainland (its courts, its currency, its registrations, its own choice of
law) keeps a document here, and a choice of law alone does not take it elsewhere: statutes, money or authorities of
that place have to agree, or at least the script.
"""

from functools import cache
from typing import NamedTuple

from clauseaudit.expressions import expression
from clauseaudit.variants import TRADITIONAL

_LEAST_SCRIPT = 0.1  # share of Chinese characters that only the traditional script has; agreements in it have 0.3
_LAWS = "[民商]?法(?![院人定])(?:律|令|规|例)?"
_OF_PLACE = "(?:地区|特别行政区)?[的之]?(?:现行|有效|适用|相关|有关|实体|当地|成文){0,3}[的之]?"
_CHOSEN = "(?:适用|准据|依据?|依照|按照?|根据|遵守|遵循|受|以)"
_REFUSED = expression("(?:不适用|排除|不包括|不含|除外|不受)[^。;]{0,12}$")

# Nearly every agreement of the mainland has one of these, and a word is found sooner than an expression.
_PLAINLY = ("人民法院", "人民币", "仲裁委员会", "消费者权益保护法", "个人信息保护法", "12315", "营业执照", "电子商务法")
_MAINLAND = (
    "(?:中华人民共和国|中国)(?:大陆|内地|境内)?(?:地区)?[的之]?(?:现行|有效|相关|有关){0,3}[的之]?(?:法律|法规|民法典)"
    r"|中国\(|人民法院|人民币|(?<![a-z])rmb(?![a-z])|(?<![a-z])cny(?![a-z])|仲裁委员会|消费者权益保护法|电子商务法|网络安全法"
    "|个人信息保护法|数据安全法|未成年人保护法(?:》|的规定)|(?<!澳门)民法典|12315|统一社会信用代码|icp(?:备|证|许可证)|公网安备"
    "|增值电信业务|营业执照|网络游戏管理|版号|防沉迷|工商行政管理|市场监督管理|网信(?:办|部门)|文化和旅游部|工业和信息化部"
    r"|(?:中国)?(?:大陆|内地|境内)(?:地区)?的?(?:用户|消费者|居民|手机号)|(?<!\d)400-?\d{3}-?\d{4}(?!\d)|\+86(?!\d{3})"
    r"|居民身份证|支付宝(?!\(?香港|\(?hk)|微信支付(?!\(?香港|\(?hk)"
    "|(?:北京|上海|天津|重庆|深圳|广州|杭州|南京|成都|武汉|西安|苏州|厦门|珠海|长沙|广东|浙江|江苏|福建|四川|湖北|湖南|山东|海南)"
    r"(?:省|市)?[^,。;\s]{0,14}(?<!分)公司"
)


class _Place(NamedTuple):
    """Signs of one place, folded: simplified, lower case, half width."""

    name: str
    hints: tuple[str, ...]  # without one of them nothing else is looked for
    choice: str  # law or courts that the parties choose
    others: tuple[str, ...]  # statutes; money; authorities, registers and companies


_TAIWAN_CITIES = "(?:台北|新北|桃园|新竹|苗栗|台中|彰化|南投|云林|嘉义|台南|高雄|屏东|宜兰|花莲|台东|基隆|士林|板桥)"
_ABROAD = (
    "(?:新加坡(?:共和国)?|日本国?|美利坚合众国|美国|加利福尼亚州?|加州|纽约州|特拉华州|华盛顿州|德克萨斯州|英国|英格兰(?:[和与及]威尔士)?"
    "|大?韩民?国|爱尔兰|卢森堡|瑞士|荷兰|德国|法国|开曼群岛|英属维尔京群岛|英属维京群岛|塞舌尔(?:共和国)?|马耳他|澳大利亚|新西兰|加拿大"
    "|马来西亚|泰国|越南|印度尼西亚|菲律宾|塞浦路斯|阿联酋)"
)
_ABROAD_HINTS = (
    "新加坡", "日本", "美国", "美利坚", "加州", "利福尼亚", "纽约", "特拉华", "华盛顿", "德克萨斯", "英国", "英格兰",
    "韩国", "大韩民国", "爱尔兰", "卢森堡", "瑞士", "荷兰", "德国", "法国", "群岛", "塞舌尔", "马耳他", "澳大利亚",
    "新西兰", "加拿大", "马来西亚", "泰国", "越南", "印度尼西亚", "菲律宾", "塞浦路斯", "阿联酋",
)  # fmt: skip
_PLACES = (
    _Place(
        "台湾",
        ("台湾", "中华民国", "新台币", "新竹", "消费者保护法", "个人资料保护法", "地方法院"),
        f"{_CHOSEN}[^。;]{{0,16}}(?:中华民国(?:\\(台湾\\))?|台湾){_OF_PLACE}{_LAWS}"
        f"|(?:台湾)?{_TAIWAN_CITIES}地方法院|中华民国{_OF_PLACE}法律为(?:准据法|依据)",
        (
            "(?<!中国)消费者保护法|个人资料保护法|个资法|通讯交易解除权合理例外情事适用准则|定型化契约"
            "|民事诉讼法第?[^。;]{0,12}(?:436|四百三十六)|公平交易法|商品标示法|电子签章法|儿童及少年福利",
            r"新台币|台币|nt\$|(?<![a-z])ntd(?![a-z])|(?<![a-z])twd(?![a-z])",
            "统一编号|统一发票|消费者保护官|消费者服务中心|(?<!\\d)1950(?![年\\d])|数位发展部|经济部(?!门)|国民身分证|消保会|中华民国仲裁协会|台湾分公司"
            f"|{_TAIWAN_CITIES}[市县][^,。;\\s]{{1,4}}[区乡镇路]|股份有限公司\\(?以下简称",
        ),
    ),
    _Place(
        "香港",
        ("香港", "hk$", "hkd", "港币", "港元", "八达通"),
        f"{_CHOSEN}[^。;]{{0,16}}香港{_OF_PLACE}{_LAWS}|香港{_OF_PLACE}(?:法院|法庭)|香港{_OF_PLACE}法[律例][^。;]{{0,8}}管辖",
        (
            r"香港法例|\(第\d{1,4}[a-z]{0,2}章\)|个人资料\(私隐\)条例|私隐条例|货品售卖条例|服务提供\(隐含条款\)条例|商品说明条例|不合情理合约条例"
            "|管制免责条款条例|合约\\(第三者权利\\)条例|电子交易条例|版权条例|赌博条例",
            r"hk\$|(?<![a-z])hkd(?![a-z])|港币|港元|港纸",
            "私隐专员|消费者委员会|小额钱债审裁处|公司注册处|商业登记|香港国际仲裁中心|香港海关|八达通|转数快|香港身份证"
            "|(?:香港|九龙|新界)[^,。;\\s]{0,8}(?:道|街|路|湾|中环|观塘|角)|\\(香港\\)[^,。;\\s]{0,6}有限公司",
        ),
    ),
    _Place(
        "澳门",
        ("澳门", "mop"),
        f"{_CHOSEN}[^。;]{{0,16}}澳门{_OF_PLACE}{_LAWS}|澳门{_OF_PLACE}(?:初级法院|法院)",
        (
            r"第?\d{1,2}/(?:19|20)\d\d号(?:法律|行政法规)|保护消费者权益法|个人资料保护法|澳门(?:民法典|商法典)",
            r"澳门[币元]|mop\$?|葡币",
            "澳门消费者委员会|个人资料保护(?:局|办公室)|澳门仲裁|澳门居民身份证",
        ),
    ),
    _Place(
        "外国",
        _ABROAD_HINTS,
        f"{_CHOSEN}[^。;]{{0,16}}{_ABROAD}{_OF_PLACE}{_LAWS}"
        f"|{_ABROAD}[^。;,]{{0,14}}(?:州|联邦|地方|高等|高级|最高)法院|东京地方裁判所|{_ABROAD}{_OF_PLACE}法院",
        (
            "(?<![a-z])(?:pdpa|gdpr|ccpa|cpra|dmca)(?![a-z])|消费者契约法|特定商取引|资金结算法|消费者法案|通用数据保护条例|消费者隐私法"
            "|消费者权利法|联邦仲裁法",
            r"新加坡元|新币|s\$|(?<![a-z])sgd(?![a-z])|美元|美金|us\$|(?<![a-z])usd(?![a-z])|日[元币圆]|(?<![a-z])jpy(?![a-z])|韩[元币]"
            "|(?<![a-z])krw(?![a-z])|欧元|(?<![a-z])eur(?![a-z])|英镑|(?<![a-z])gbp(?![a-z])|加元|澳元",
            r"pte\.? ?ltd|(?<![a-z])inc\.|(?<![a-z])llc(?![a-z])|gmbh|株式会社|(?<![a-z])b\.v\.|s\.a r\.l|sdn\.? ?bhd"
            "|美国仲裁协会|新加坡国际仲裁中心|(?<![a-z])jams(?![a-z])|英国信息专员|欧盟委员会",
        ),
    ),
)  # fmt: skip


def elsewhere(original: str, folded: str) -> str:
    """台湾 | 香港 | 澳门 | 外国: whose law the document is under; empty for the mainland and whenever in doubt."""
    if any(word in folded for word in _PLAINLY):
        return ""
    places = [place for place in _PLACES if any(hint in folded for hint in place.hints)]
    if not places or expression(_MAINLAND).search(folded):
        return ""
    traditional = _script(original)
    scores = {place.name: _agreeing(place, folded, traditional) for place in places}
    best = max(scores, key=scores.__getitem__)
    return best if scores[best] and list(scores.values()).count(scores[best]) == 1 else ""


def _agreeing(place: _Place, folded: str, traditional: bool) -> int:
    """How many kinds of signs agree; 0 if they do not suffice."""
    others = sum(expression(pattern).search(folded) is not None for pattern in place.others)
    if any(not _REFUSED.search(folded[: hit.start()]) for hit in expression(place.choice).finditer(folded)):
        enough = traditional or others >= 2
        return 2 + others if enough else 0
    return others if traditional and others >= 2 and place.name != "外国" else 0


def _script(text: str) -> bool:
    """Whether it is written in the traditional script."""
    chinese = sum("\u4e00" <= character <= "\u9fff" for character in text)
    return sum(map(_only_traditional().__contains__, text)) > _LEAST_SCRIPT * chinese


@cache
def _only_traditional() -> frozenset[str]:
    """Variants that the character set of the simplified script lacks: "您" is a variant to the folding, too."""
    return frozenset(pair[0] for pair in TRADITIONAL.split() if not _encodable(pair[0]))


def _encodable(character: str) -> bool:
    try:
        return bool(character.encode("gb2312"))
    except UnicodeEncodeError:
        return False
