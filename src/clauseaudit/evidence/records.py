"""Visits as files: the bytes as they came, and JSON that says what they are.

::

    visits/0001/visit.json           what was asked, how, what went wrong
    visits/0001/page.html.txt        the page that was audited: as received, or as rendered (.bin: no web page)
    visits/0001/exchanges/0001.json  one request and its answer: headers, address, time, certificate
    visits/0001/exchanges/0001.body  the bytes of that answer
    visits/0001/opened/0001.html.txt a text that appeared after something was done
    visits/0001/sights/0001.png      the page as a picture, and .json with what was measured
    visits/0001/page.mhtml           the page with its pictures and styles, as the browser saves it
    tls/0001.pem                     a chain of certificates, once however often it was met

Pages end in .txt: whoever clicks on one gets to read it, and their browser does not run it.
"""

from __future__ import annotations

import base64
import hashlib
from typing import Any

from clauseaudit.evidence import headers
from clauseaudit.evidence.folder import Draft
from clauseaudit.evidence.manifest import canonical
from clauseaudit.model import Snapshot
from clauseaudit.visit import Exchange, Sight, Tls, Visit

Json = dict[str, Any]


class Chains:
    """Certificate chains met so far, each written once."""

    def __init__(self, draft: Draft) -> None:
        self._draft = draft
        self._names: dict[tuple[bytes, ...], str] = {}

    def name(self, tls: Tls) -> str:
        """The file that holds the chain of ``tls``; empty when the connection gave none."""
        if not tls.chain:
            return ""
        if tls.chain not in self._names:
            name = f"tls/{len(self._names) + 1:04}.pem"
            self._draft.put(name, "".join(map(_pem, tls.chain)).encode())
            self._names[tls.chain] = name
        return self._names[tls.chain]


def _pem(der: bytes) -> str:
    text = base64.b64encode(der).decode()
    lines = "\n".join(text[at : at + 64] for at in range(0, len(text), 64))
    return f"-----BEGIN CERTIFICATE-----\n{lines}\n-----END CERTIFICATE-----\n"


def put_visit(draft: Draft, number: int, visit: Visit, chains: Chains) -> None:
    """Write everything about the visit ``number`` (from 1)."""
    folder = f"visits/{number:04}"
    exchanges = [
        _exchange(draft, f"{folder}/exchanges/{n:04}", exchange, chains)
        for n, exchange in enumerate(visit.exchanges, 1)
    ]
    opened = [
        {"kind": one.kind, "trigger": one.trigger, "clicks": one.clicks}
        | _snapshot(draft, f"{folder}/opened/{n:04}", one.snapshot)
        for n, one in enumerate(visit.opened, 1)
    ]
    sights = [_sight(draft, f"{folder}/sights/{n:04}", sight) for n, sight in enumerate(visit.sights, 1)]
    record = {
        "asked": visit.asked,
        "how": visit.how,
        "page": _snapshot(draft, f"{folder}/page", visit.snapshot),
        "exchanges": exchanges,
        "opened": opened,
        "sights": sights,
        "notes": list(visit.notes),
        "mhtml": "",
    }
    if visit.mhtml:
        record["mhtml"] = f"{folder}/page.mhtml"
        draft.put(f"{folder}/page.mhtml", visit.mhtml)
    draft.put(f"{folder}/visit.json", canonical(record))


def _snapshot(draft: Draft, stem: str, snapshot: Snapshot) -> Json:
    web = snapshot.media_type in ("text/html", "application/xhtml+xml")
    name = f"{stem}.{'html.txt' if web else 'bin'}" if snapshot.content else ""
    if name:
        draft.put(name, snapshot.content)
    return {
        "file": name,
        "bytes": len(snapshot.content),
        "sha256": hashlib.sha256(snapshot.content).hexdigest(),
        "source": snapshot.source,
        "url": snapshot.url,
        "media_type": snapshot.media_type,
        "charset": snapshot.charset,
        "retrieved": snapshot.retrieved,
    }


def _exchange(draft: Draft, stem: str, exchange: Exchange, chains: Chains) -> str:
    request, response = headers.keep(exchange.request), headers.keep(exchange.response)
    record: Json = {
        "url": exchange.url,
        "method": exchange.method,
        "status": exchange.status,
        "request": [list(field) for field in request],
        "response": [list(field) for field in response],
        "left_out": len(exchange.request) + len(exchange.response) - len(request) - len(response),
        "address": exchange.address,
        "started": exchange.started,
        "seconds": exchange.seconds,
        "note": exchange.note,
        "tls": None,
        "body": None,
    }
    if exchange.tls is not None:
        tls = exchange.tls
        prints = [hashlib.sha256(der).hexdigest() for der in tls.chain]
        record["tls"] = {"version": tls.version, "cipher": tls.cipher, "chain": chains.name(tls), "sha256": prints}
    if exchange.status:
        entry = draft.put(f"{stem}.body", exchange.body)
        record["body"] = {"file": f"{stem}.body", "bytes": entry.bytes, "sha256": entry.sha256}
    draft.put(f"{stem}.json", canonical(record))
    return f"{stem}.json"


def _sight(draft: Draft, stem: str, sight: Sight) -> Json:
    record: Json = {"url": sight.url, "viewport": list(sight.viewport), "facts": f"{stem}.json", "screenshot": ""}
    draft.put(f"{stem}.json", canonical(list(sight.facts)))
    if sight.screenshot:
        record["screenshot"] = f"{stem}.png"
        draft.put(f"{stem}.png", sight.screenshot)
    return record
