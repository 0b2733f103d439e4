"""clauseaudit verify DIR|ZIP"""

from __future__ import annotations

import argparse

from clauseaudit.errors import ClauseauditError
from clauseaudit.evidence.verify import Report, verify
from clauseaudit.render.columns import harmless

_SHOWN = 50  # differences listed one by one


def options(parser: argparse.ArgumentParser) -> None:
    """What to check, and against what."""
    parser.add_argument("bundle", metavar="证据包", help="--evidence 写下的文件夹，或把它打成的 ZIP")
    parser.add_argument("--ca", default="", metavar="文件", help="时间戳服务的根证书（PEM），用来核对是谁盖的")
    parser.add_argument("--sha256", default="", metavar="哈希", help="事先另存的清单哈希（见 manifest.json.sha256）")


def run(args: argparse.Namespace) -> int:
    """0 as it was written, 1 changed; what is no bundle raises, which is 2."""
    expected = args.sha256.strip().lower()
    if expected and (len(expected) != 64 or set(expected) - set("0123456789abcdef")):
        raise ClauseauditError(f"--sha256 {args.sha256}", "不是 SHA-256", "写 64 个十六进制字符")
    report = verify(args.bundle, ca=args.ca, sha256=expected)
    print("\n".join(map(harmless, _lines(args.bundle, report, bool(expected)))))
    return int(bool(report.damages))


def _lines(bundle: str, report: Report, kept: bool) -> list[str]:
    lines = [f"{bundle}：清单列有 {report.files} 个文件"]
    if report.damages:
        lines.append(f"与写入时不同，{len(report.damages)} 处：")
        lines += [f"✗ {damage}" for damage in report.damages[:_SHOWN]]
        lines += [f"……另有 {len(report.damages) - _SHOWN} 处"] * (len(report.damages) > _SHOWN)
    else:
        lines.append("✓ 与写入时一致：没有缺少、多出或改动的文件")
    lines += [f"· {remark}" for remark in report.remarks]
    lines.append(f"清单的 SHA-256：{report.sha256}" + ("（与另存的一致）" if kept and not report.damages else ""))
    if not kept:
        lines.append("请与事先另存的哈希比对（--sha256）；没有另存也没有时间戳的，看不出整包是否重做过。")
    return lines
