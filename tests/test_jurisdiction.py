"""Documents under the law of another place are recognised; a mainland agreement never is, whatever it chooses."""

from __future__ import annotations

import io
import os
import zipfile

import pytest

from clauseaudit.audit import audit
from clauseaudit.jurisdiction import elsewhere
from clauseaudit.match import Matcher
from clauseaudit.model import Document
from clauseaudit.render import render_bytes
from clauseaudit.rules import load_pack
from clauseaudit.text import fold

CORPUS = os.path.join(os.path.dirname(__file__), "..", "corpus")

ELSEWHERE = [
    ("台湾", "會員服務條款\n本條款之解釋與適用，以中華民國法律為準據法，並以臺灣臺北地方法院為第一審管轄法院。"),
    (
        "台湾",
        "點數儲值須知\n"
        "儲值點數每點新臺幣 1 元，依消費者保護法第十九條，您得於七日內解除契約。請洽統一編號 00000000 之本公司。",
    ),
    ("台湾", "隱私權政策\n本公司依個人資料保護法蒐集您的個人資料。消費爭議得撥打 1950 消費者服務專線，金額以 NT$ 計。"),
    (
        "台湾",
        "訂閱方案\n"
        "每月 NT$150，自動續訂。若有爭議，以台灣新北地方法院為管轄法院，但不得排除消費者保護法第四十七條之適用。",
    ),
    ("台湾", "使用者條款\n本契約適用中華民國（臺灣）法令，因本服務所生之爭議由士林地方法院管轄。"),
    (
        "台湾",
        "点数储值须知\n储值金额以新台币计价。本条款依台湾法律解释，并适用消费者保护法之规定，由台湾台中地方法院管辖。",
    ),
    (
        "台湾",
        "遊戲管理規章\n依數位發展部公告之定型化契約應記載事項，玩家得於啟用帳號七日內請求退費，退費以新台幣為之。",
    ),
    ("香港", "使用條款\n本條款受香港特別行政區法律管轄，雙方同意接受香港法院的非專屬司法管轄權。"),
    ("香港", "會員計劃條款\n會籍年費 HK$480，恕不退還。本條款受香港法律規管。"),
    ("香港", "私隱政策\n我們遵守香港法例第486章《個人資料（私隱）條例》。如有查詢，請致函香港九龍青禾道一號。"),
    ("香港", "增值服务条款\n储值以港币计算。本条款受香港法律管辖并据其解释，《个人资料（私隐）条例》（第486章）适用。"),
    (
        "香港",
        "購票條款\n"
        "票價以港元計算，門票售出後概不退換。本條款按照中華人民共和國香港特別行政區法律詮釋，由香港法院審理。",
    ),
    ("香港", "禮券條款\n禮券以八達通或轉數快付款，不設退款。受《貨品售賣條例》約束，金額為 HKD 100。"),
    ("澳门", "會員條款\n本條款受澳門特別行政區法律規範，會費為澳門元 300。"),
    ("澳门", "個人資料收集聲明\n本店依第8/2005號法律《個人資料保護法》處理資料。爭議由澳門初級法院審理。"),
    ("外国", "用户条款\n本条款受新加坡共和国法律管辖。服务由 Qinghe Games Pte. Ltd. 提供，价格以新加坡元计。"),
    (
        "外国",
        "最终用户许可协议\n本协议受美国加利福尼亚州法律管辖，由 Songtao Inc. 提供，价格以美元计，争议提交 JAMS 仲裁。",
    ),
    ("外国", "使用條款\n本條款以日本國法律為準據法，以東京地方裁判所為第一審專屬管轄法院。"),
    ("外国", "服务条款\n本条款依爱尔兰法律解释。根据 GDPR，您有权访问数据。价格以欧元计。"),
]

HERE = [
    "会员协议\n青禾（香港）有限公司向中国大陆用户提供服务，会费为港币480元。本协议适用香港法律，由香港法院管辖。",
    "會員協議\n會費為港幣480元，本協議適用香港法律，由香港法院管轄。客服電話：400-000-0001。",
    "点数协议\nQinghe Games Pte. Ltd. 以美元计价，适用新加坡法律。短信验证码只发往 +86 手机号。",
    "充值协议\n每点人民币1元。本协议适用香港法律，由香港国际仲裁中心仲裁，价格亦可按港币显示。",
    "用户协议\n云州青禾网络科技有限公司依法设立。本协议适用香港特别行政区法律，并由香港法院管辖。",
    "用户协议\n本协议适用新加坡法律，争议提交新加坡国际仲裁中心仲裁。充值后不予退还。",
    "用户协议\n本协议适用英属维尔京群岛法律。客服电话：400-000-0001。",
    "用戶協議\n本協議適用中華人民共和國大陸地區法律，由平台所在地人民法院管轄。本平台亦向香港、澳門、台灣用戶提供服務。",
    "會員協議\n會員費用一經支付，概不退還。連續包月每月15元，自動扣款。",
    "充值協議\n本公司持有增值電信業務經營許可證。本協議以香港法律為準據法，由香港法院管轄，價格為HK$。",
    "用户协议\n本协议的订立、执行、解释及争议的解决均应适用中国法律（不包括香港、澳门、台湾地区法律）。",
    "旅游产品预订须知\n目的地为香港、澳门的，团费以港币支付部分请自备。请遵守香港法律，禁止携带奶粉超量出境。退团费用不退。",
    "购票须知\n香港居民请携带港澳居民来往内地通行证，台湾居民请携带台湾居民来往大陆通行证。票款概不退还。",
    "海外购买手说明\n商品自日本、美国、韩国采购，价格按美元、日元汇率折算。依照日本法律无须标示的成分不再另行标示。",
    "矿机服务协议\n服务在以下地区被禁止：缅甸、伊朗、朝鲜、中国香港。请确认在您的国家合法。以美元计价，概不退款。",
    "软件许可协议\n您不得违反美国出口管制法律使用本软件。本软件由 Songtao Inc. 授权。您应当遵守法律。",
    "隐私政策\n我们参照 GDPR 和美国加州 CCPA 保护您的数据，数据可能传输至新加坡。您有权查阅。",
    "用户协议\n根据消费者保护法，您享有七日无理由退货的权利。本店有权拒绝。",
    "個人資料處理規則\n我們依照個人信息保護法處理您的個人信息，並參考台灣個人資料保護法。",
    "跨境电商服务协议\n供货方为青禾（香港）国际有限公司，商品自香港保税仓发出，适用香港海关规定，以人民币结算。",
    "服务协议\n第486章 充值\n第487章 港币充值不退\n第488章 本协议最终解释权归平台所有，香港用户同样适用。",
    "演出须知\n本场演出在台北小巨蛋举行，票价以新台币标示，实际付款以人民币结算，门票售出概不退换。",
]


def place(text: str) -> str:
    return elsewhere(text, fold(text).text)


@pytest.mark.parametrize(("name", "text"), ELSEWHERE, ids=[text[:12] for _, text in ELSEWHERE])
def test_other_places(name: str, text: str) -> None:
    assert place(text) == name


@pytest.mark.parametrize("text", HERE, ids=[text[:12] + text[-8:] for text in HERE])
def test_the_mainland_and_whatever_is_in_doubt(text: str) -> None:
    assert place(text) == ""


def test_no_agreement_of_the_corpus_is_excused() -> None:
    folder = os.path.join(CORPUS, "docs")
    names = sorted(os.listdir(folder))
    assert len(names) > 20
    for name in names:
        with open(os.path.join(folder, name), encoding="utf-8") as file:
            assert place(file.read()) == "", name


def test_a_mainland_agreement_in_the_other_script_stays() -> None:
    """Turning every agreement into the traditional script adds only a weak sign."""
    from clauseaudit.variants import TRADITIONAL

    table = {pair[1]: pair[0] for pair in TRADITIONAL.split(" ") if len(pair) == 2 and pair[1] not in "你后"}
    folder = os.path.join(CORPUS, "docs")
    for name in sorted(os.listdir(folder))[::4]:
        with open(os.path.join(folder, name), encoding="utf-8") as file:
            text = file.read().translate(str.maketrans(table))
        assert place(text) == "", name


def test_no_verdict_and_no_finding_under_mainland_law() -> None:
    matcher = Matcher(load_pack())
    name, text = ELSEWHERE[8]
    found = audit(Document("a", "會員計劃條款", "a.txt", text, "0" * 64), matcher, "2026-11-26")
    assert found.verdict.light == "elsewhere" and name in found.verdict.sentence and not found.findings
    assert "不适用中国大陆法" in found.document.notes[0]
    assert not any(found.verdict.counts.values()) and not found.contradictions
    mainland = text.replace("本條款受香港法律規管。", "")
    assert audit(Document("a", "", "a.txt", mainland, ""), matcher, "2026-11-26").findings


@pytest.mark.parametrize("format", ["terminal", "md", "html", "csv", "sarif", "json", "docx", "xlsx"])
def test_every_format_says_so(format: str) -> None:
    name, text = ELSEWHERE[8]
    found = audit(Document("a", "會員計劃條款", "a.txt", text, "0" * 64), Matcher(load_pack()), "2026-11-26")
    data = render_bytes([found], format)
    if format in ("docx", "xlsx"):
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            data = b"".join(package.read(member) for member in package.namelist())
    said = data.decode("utf-8", "replace")
    assert "不适用中国大陆法" in said and f"{name}法律" in said
