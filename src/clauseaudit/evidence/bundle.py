"""Writing a bundle: everything into a folder beside the target, the manifest last, then the folder is renamed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from clauseaudit.errors import ClauseauditError, FetchError
from clauseaudit.evidence import cover, log, manifest, records, seal, wacz, warc
from clauseaudit.evidence.environment import Environment, browser_of, clocks, here
from clauseaudit.evidence.folder import Draft, draft, refuse_existing
from clauseaudit.evidence.manifest import canonical
from clauseaudit.model import Audit, Platform
from clauseaudit.render.contract import audit_record, platform_record
from clauseaudit.visit import Visit

if TYPE_CHECKING:
    from clauseaudit.fetch.transport import Gate


class Written(NamedTuple):
    """A bundle on disk."""

    directory: str
    sha256: str  # of manifest.json: the one number that stands for all of it
    notes: tuple[str, ...]  # what it lacks and why, in Chinese: no timestamp, no WARC


class _Content(NamedTuple):
    visits: Sequence[Visit]
    audits: Sequence[Audit]
    platform: Platform | None
    environment: Environment


def check(directory: str) -> None:
    """Raise ClauseauditError if no bundle can be written at ``directory``; to be asked before anything is fetched."""
    refuse_existing(directory)


def write(
    directory: str,
    visits: Sequence[Visit],
    audits: Sequence[Audit],
    *,
    platform: Platform | None = None,
    timestamp: str = "",
    gate: Gate | None = None,
    browser: str = "",
    environment: Environment | None = None,
    wacz: bool = False,
) -> Written:
    """Write the evidence of ``visits`` and what ``audits`` made of it to the new folder ``directory``.

    ``timestamp`` is the address of an RFC 3161 service; it is asked through ``gate`` (public addresses only when
    None). A service that fails costs the timestamp, not the bundle: see ``notes``. ``browser`` is its name and
    version where known better than from the requests, ``environment`` replaces what is read from this machine,
    ``wacz`` adds a WACZ beside the WARC.
    Raises ClauseauditError when the folder exists or cannot be written; nothing is left behind then.
    """
    content = _Content(visits, audits, platform, environment or here(browser or browser_of(visits)))
    with draft(directory) as folder:
        _put_records(folder, content)
        notes = _put_archive(folder, content, wacz)
        if timestamp:
            try:
                sha256 = _close(folder, content, notes, timestamp, gate)
                return Written(directory, sha256, notes)
            except FetchError as error:
                notes += (f"没有盖上时间戳：{error}",)
        sha256 = _close(folder, content, notes, "", None)
        return Written(directory, sha256, notes)


def _put_records(folder: Draft, content: _Content) -> None:
    chains = records.Chains(folder)
    for number, visit in enumerate(content.visits, 1):
        records.put_visit(folder, number, visit, chains)
    for number, audit in enumerate(content.audits, 1):
        folder.put(f"audits/{number:04}.json", canonical(audit_record(audit)))
    if content.platform is not None:
        record = platform_record(content.platform)
        record["documents"] = [audit.document.id for audit in content.platform.audits]
        folder.put("platform.json", canonical(record))
    folder.put("log.jsonl", log.to_jsonl(content.visits))
    folder.put("操作记录.txt", log.to_text(content.visits))
    folder.put("clock.json", canonical([clock._asdict() for clock in clocks(content.visits)]))


def _put_archive(folder: Draft, content: _Content, with_wacz: bool) -> tuple[str, ...]:
    """Write WARC and WACZ; what could not be, as notes."""
    try:
        archive = warc.write(content.visits)
    except ClauseauditError as error:
        return (f"没有 WARC：{error}",)
    folder.put(warc.NAME, archive.content)
    if with_wacz:
        folder.put(wacz.NAME, wacz.write(archive, content.visits, content.environment.written))
    return ()


def _close(folder: Draft, content: _Content, notes: Sequence[str], timestamp: str, gate: Gate | None) -> str:
    """Write cover, environment, manifest and seal; the manifest's SHA-256. Raises FetchError from the service."""
    remarks = (*notes, *_unchanged(content.visits))
    stamped = f"清单盖有时间戳，服务：{timestamp}" if timestamp else "清单没有盖时间戳。"
    environment = content.environment
    packs = sorted({audit.pack for audit in content.audits})
    folder.put("environment.json", canonical({**environment._asdict(), "packs": packs, "timestamp": timestamp}))
    sections = cover.sections(
        content.visits, content.audits, content.platform, environment, clocks(content.visits), (stamped, *remarks)
    )
    folder.put(cover.HTML, cover.to_html(sections))
    folder.put(cover.MARKDOWN, cover.to_markdown(sections))
    listed = manifest.write(folder.entries)
    return seal.put(folder, listed, timestamp, gate)


def _unchanged(visits: Sequence[Visit]) -> tuple[str, ...]:
    """A remark where a page is older than the visit: the site was asked only whether it had changed."""
    count = sum(any(one.status == 304 for one in visit.exchanges) for visit in visits)
    return (f"有 {count} 次访问，网站答称页面没有变（304）：保存的内容是以前收到的那一份。",) if count else ()
