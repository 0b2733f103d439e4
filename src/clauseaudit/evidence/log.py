"""The log of every step, for programs (JSON Lines) and for people (Chinese text)."""

from __future__ import annotations

from collections.abc import Sequence

from clauseaudit.evidence.manifest import canonical
from clauseaudit.render.columns import harmless
from clauseaudit.visit import Exchange, Step, Visit

ACTIONS = {
    "get": "请求",
    "open": "打开",
    "wait": "等待",
    "click": "点击",
    "scroll": "滚动",
    "expand": "展开",
    "read": "读取",
    "refuse": "拒绝",
    "measure": "测量",
}


def to_jsonl(visits: Sequence[Visit]) -> bytes:
    """One object a step, in order, with the number of its visit."""
    return b"".join(
        canonical(
            {"visit": number, "at": step.at, "action": step.action, "target": step.target, "outcome": step.outcome}
        )
        for number, visit in enumerate(visits, 1)
        for step in visit.steps
    )


def to_text(visits: Sequence[Visit]) -> bytes:
    """The same as sentences, with the requests of each visit below its steps."""
    lines = ["操作记录", "程序按先后做过的每一步。时间是本机时钟的时间，它准不准见 clock.json 和封面。", ""]
    for number, visit in enumerate(visits, 1):
        way = "用浏览器打开" if visit.how == "rendered" else "直接下载"
        lines += [f"访问 {number:04}（{way}）：{harmless(visit.asked)}"]
        lines += [f"  {_step(step)}" for step in visit.steps] or ["  （没有单独记录的步骤）"]
        lines += [f"  网络请求 {n:04}：{_exchange(one)}" for n, one in enumerate(visit.exchanges, 1)]
        lines += [f"  说明：{harmless(note)}" for note in visit.notes]
        lines += [""]
    return "\n".join(lines).encode("utf-8", "replace")


def _step(step: Step) -> str:
    what = ACTIONS.get(step.action, step.action)
    outcome = f"：{step.outcome}" if step.outcome else ""
    return harmless(f"{step.at} {what} {step.target}{outcome}")


def _exchange(one: Exchange) -> str:
    answer = f"状态 {one.status}，{len(one.body)} 字节" if one.status else "没有应答"
    at = f"，IP {one.address}" if one.address else ""
    note = f"，{one.note}" if one.note else ""
    return harmless(f"{one.started} {one.method} {one.url}（{answer}{at}，用时 {one.seconds:.2f} 秒{note}）")
