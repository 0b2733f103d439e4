"""The cover page in Chinese: what is in the bundle, what it shows, what it does not, how to check it.

Said once as sections, written out as HTML and as Markdown. Everything fetched is text in both.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import NamedTuple

from clauseaudit.evidence.environment import Clock, Environment, clock_sentence
from clauseaudit.model import Audit, Grade, Platform
from clauseaudit.render import words
from clauseaudit.render.columns import harmless
from clauseaudit.render.markdown import plain
from clauseaudit.visit import Visit

HTML, MARKDOWN = "封面.html", "封面.md"
TITLE = "网页协议固证辅助材料"
_TEMPLATES = os.path.join(os.path.dirname(__file__), "templates")

PROVES = (
    "程序在下面写明的时间（本机时钟）按下面的网址逐一访问，收到了“visits”文件夹里的这些字节；每次请求问的是哪个 IP、"
    "对方出示了什么安全证书、先后做了哪些步骤，都有记录。",
    "所有文件的 SHA-256 都在清单 manifest.json 里。只要清单的哈希在某一时刻已经由别人记下（时间戳服务、公证处"
    "、收信人），就可以核对：从那一刻起，文件一个字节也没有变。",
    "带有时间戳的，在时间戳写明的时间，这份清单（因而这些文件）已经存在。",
)
PROVES_NOT = (
    "不能单独说明取得时的内容就是真的。哈希和时间戳只管“此后没有变”，管不到写入之前；对方可以质疑这台电脑是否干净、"
    "网络是否真的通到该网站、时钟和程序是否被人动过。",
    "不能说明网站在别的时间、别的地区、登录以后或在手机应用里也这样显示，也不能说明你当时点同意时看到的就是这一版。",
    "没有时间戳、哈希也没有交给别人保管的，持有人自己可以重做一份，不能说明什么时候取得。自己搭的时间戳服务只能用来试验；"
    "境外服务的时间戳在国内办案是否有人认，事先问清楚。",
    "“可能无效、可能不公平、请留意”是程序按公开法条给出的提示，不是法律意见，也不是网页内容的一部分。",
    "它辅助而不代替公证、可信时间戳机构的取证、互联网法院或第三方存证平台的证据。金额大、对方可能删改的，请尽快另做这些。",
)
LAW = (
    "《最高人民法院关于适用〈中华人民共和国民事诉讼法〉的解释》第一百一十六条说的电子数据，包括形成或者存储在电子介质中的信息。"
    "是否采信、证明力多大，由法院看全案判断。"
)
KEEP = (
    "保存整个文件夹（或打成一个 ZIP），不要改名、增删或另存其中的文件；系统自己放进去的文件（如 .DS_Store）也要删掉。",
    "马上把 manifest.json.sha256 里那一行哈希发给别人保管：电子邮件、公证处、消保委、对方客服都可以。",
    "以后再核对时写上它：clauseaudit verify 文件夹 --sha256 哈希",
)
CHECK = (
    ("用本程序（不联网）", "clauseaudit verify 文件夹或ZIP --ca 时间戳服务的根证书.pem"),
    ("只核对清单（Linux；苹果电脑用 shasum -a 256 -c）", "sha256sum -c manifest.json.sha256"),
    ("只算清单的哈希（Windows）", "certutil -hashfile manifest.json SHA256"),
    ("用 OpenSSL 核对时间戳", "openssl ts -verify -data manifest.json -in timestamp.tsr -CAfile 根证书.pem"),
    ("另加 OpenTimestamps（把 manifest.json.ots 留在文件夹里）", "ots stamp manifest.json"),
)
FILES = (
    ("visits/", "每次访问：收到的字节、请求和应答、页面、截图、MHTML"),
    ("tls/", "网站出示的证书链（PEM）"),
    ("log.jsonl、操作记录.txt", "每一步操作，给程序看的和给人看的"),
    ("audits/、platform.json", "检查结果"),
    ("capture.warc.gz", "全部请求和应答的 WARC，网页存档软件可以重放"),
    ("environment.json、clock.json", "程序、规则包、系统、浏览器；本机时钟与服务器时间的差"),
    ("manifest.json、manifest.json.sha256", "所有文件的哈希；清单自己的哈希"),
    ("seal.json", "清单和时间戳的分块校验值，用来指出哪个字节变了"),
    ("timestamp.tsr", "清单的 RFC 3161 时间戳（做了才有）"),
)


class Section(NamedTuple):
    """A heading with what stands below it, in this order."""

    title: str
    paragraphs: tuple[str, ...] = ()
    points: tuple[str, ...] = ()
    head: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()


def sections(
    visits: Sequence[Visit],
    audits: Sequence[Audit],
    platform: Platform | None,
    environment: Environment,
    clocks: Sequence[Clock],
    remarks: Sequence[str],
) -> list[Section]:
    """The cover's content; ``remarks`` say what the bundle has or lacks (timestamp, WARC)."""
    found = [
        Section("能说明什么", points=PROVES),
        Section("不能说明什么", points=PROVES_NOT, paragraphs=(LAW,)),
        Section("这份材料的情况", points=(*remarks, clock_sentence(clocks), "没有保存 Cookie 等登录信息。")),
        Section("访问了什么", head=("编号", "网址", "方式", "时间", "IP", "状态", "页面"), rows=_visits(visits)),
    ]
    if audits:
        head = ("文件", "标题", "灯", *words.GRADE_WORD.values())
        found.append(Section("检查结果（程序的提示）", head=head, rows=_audits(audits)))
    if platform is not None and platform.unread:
        rows = tuple((one.title, one.url, one.reason) for one in platform.unread)
        found.append(Section("找到了却没能读的", head=("名称", "网址", "原因"), rows=rows))
    return [
        *found,
        Section("在什么环境里取得", head=("项目", "内容"), rows=_environment(environment, audits)),
        Section("怎么保存", points=KEEP),
        Section("怎么核对", head=("做法", "命令"), rows=CHECK),
        Section("文件夹里有什么", head=("文件", "内容"), rows=FILES),
    ]


def _visits(visits: Sequence[Visit]) -> tuple[tuple[str, ...], ...]:
    rows = []
    for number, visit in enumerate(visits, 1):
        last = next((one for one in reversed(visit.exchanges) if one.url == visit.snapshot.url), None)
        last = last or (visit.exchanges[-1] if visit.exchanges else None)
        way = "浏览器" if visit.how == "rendered" else "下载"
        when = visit.snapshot.retrieved or (last.started if last else "")
        size = f"{len(visit.snapshot.content)} 字节"
        status = str(last.status or "没有应答") if last else ""
        rows.append((f"{number:04}", visit.asked, way, when, last.address if last else "", status, size))
    return tuple(rows)


def _audits(audits: Sequence[Audit]) -> tuple[tuple[str, ...], ...]:
    return tuple(
        (
            f"audits/{number:04}.json",
            audit.document.title or audit.document.id,
            words.LIGHT_NAME.get(audit.verdict.light, audit.verdict.light),
            *(str(audit.verdict.counts.get(grade, 0)) for grade in Grade),
        )
        for number, audit in enumerate(audits, 1)
    )


def _environment(environment: Environment, audits: Sequence[Audit]) -> tuple[tuple[str, ...], ...]:
    packs = "、".join(sorted({audit.pack for audit in audits if audit.pack}))
    return (
        ("写入时间（本机时钟）", f"{environment.written}（时区 {environment.zone}）"),
        ("程序", environment.program),
        ("规则包", packs or "没有用到"),
        ("法律日期", "、".join(sorted({audit.on for audit in audits})) or "没有用到"),
        ("Python", environment.python),
        ("系统", environment.system),
        ("浏览器", environment.browser or "没有用到，或没有记下版本"),
    )


def to_html(content: Sequence[Section]) -> bytes:
    """A page without script and without anything from elsewhere."""
    from jinja2 import Environment as Templates
    from jinja2 import FileSystemLoader, StrictUndefined

    templates = Templates(loader=FileSystemLoader(_TEMPLATES), autoescape=True, undefined=StrictUndefined)
    templates.finalize = lambda value: harmless(value) if type(value) is str else value
    page = templates.get_template("cover.html").render(title=TITLE, sections=content)
    return page.encode("utf-8", "replace")


def to_markdown(content: Sequence[Section]) -> bytes:
    """The same for those who read text."""
    lines = [f"# {TITLE}", ""]
    for section in content:
        lines += [f"## {section.title}", ""]
        lines += [f"- {plain(point)}" for point in section.points] + [""] * bool(section.points)
        lines += [line for paragraph in section.paragraphs for line in (plain(paragraph), "")]
        if section.head:
            lines += [_row(section.head), "|" + "---|" * len(section.head), *map(_row, section.rows), ""]
    return "\n".join(lines).encode("utf-8", "replace")


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(map(plain, cells))} |"
