"""What is measured on: agreements of corpus/, cut and joined to one length."""

from __future__ import annotations

import html
import os
from functools import lru_cache

from clauseaudit.extract import find_documents, read_document, snapshot_file

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
LENGTH = 20_000


@lru_cache(maxsize=1)
def documents(count: int = 8) -> list[str]:
    """``count`` texts of LENGTH characters, each beginning at another agreement."""
    texts = [read_document(snapshot_file(path)).text for path in find_documents(os.path.join(ROOT, "corpus"))]
    out = []
    for number in range(count):
        order = texts[number % len(texts) :] + texts[: number % len(texts)]
        whole = "\n".join(order)
        out.append((whole * (LENGTH // len(whole) + 1))[:LENGTH])
    return out


def page(size: int) -> bytes:
    """A web page of about ``size`` bytes with as much agreement as a real one: a tenth of it is text."""
    paragraphs = [f"<p class='clause'>{html.escape(line)}</p>" for line in documents()[0].splitlines() if line]
    body = "\n".join(paragraphs)
    script = "<script>" + "var state = {loaded: false, items: []};\n" * 40 + "</script>\n"
    style = "<div style='margin:0;padding:0'><span></span></div>\n"
    head = "<!doctype html><html><head><meta charset='utf-8'><title>用户协议</title></head><body>"
    filler = (script + style * 40) * (max(0, size - len(body.encode())) // len(script + style * 40))
    return f"{head}{filler}{body}</body></html>".encode()
