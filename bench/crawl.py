"""Static pages from loopback hosts, crawled by one process of its own: how close it comes to the hosts' pace."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import threading
from contextlib import ExitStack
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from bench import load

HOSTS, PAGES, INTERVAL = 9, 30, 0.2  # seconds between two requests to one host
_CRAWLER = """
import json, sys, time
from clauseaudit.fetch.client import Client
from clauseaudit.fetch.ledger import Ledger
from clauseaudit.fetch.pace import Pace
from clauseaudit.fetch.transport import Gate
from clauseaudit.fetch.work import work_off
def megabytes():  # not ru_maxrss: that starts with what the parent held when it made the child
    with open("/proc/self/status") as file:
        return next(int(line.split()[1]) for line in file if line.startswith("VmHWM")) / 1024
folder, interval, urls = sys.argv[1], float(sys.argv[2]), json.load(sys.stdin)
pace = Pace(folder + "/pace", interval=interval)
ledger = Ledger(folder + "/ledger", pace)
with Client(Gate(allow_private=True), agent="bench", ledger=ledger) as client:
    ledger.add(urls)
    rest, began, cpu = megabytes(), time.monotonic(), time.process_time()
    stored = work_off(ledger, client)
    print(json.dumps([stored, time.monotonic() - began, time.process_time() - cpu, rest, megabytes()]))
"""


class Measured:
    """``rate`` and ``pace`` in pages a second (``pace`` = what the hosts allow), memory in MB."""

    def __init__(self, interval: float, stored: int, seconds: float, cpu: float, rest: float, peak: float) -> None:
        self.stored, self.rate, self.cpu_ms = stored, stored / seconds, cpu * 1000 / max(stored, 1)
        # Each host is asked for its robots.txt too, and the first request waits for nothing.
        self.pace = stored / (PAGES * interval) if interval else 0.0
        self.rest, self.peak = rest, peak


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    page = b""

    def do_GET(self) -> None:
        found = self.path != "/robots.txt"
        self.send_response(200 if found else 404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(self.page) if found else 0))
        self.end_headers()
        self.wfile.write(self.page if found else b"")

    def log_message(self, *_: object) -> None:
        pass


class _Server(ThreadingHTTPServer):
    daemon_threads, block_on_close = True, False


def measure(interval: float = INTERVAL) -> Measured:
    """Crawl PAGES pages of 100 kB from each of HOSTS hosts, ``interval`` seconds apart."""
    handler = type("Handler", (_Handler,), {"page": load.page(100_000)})
    with ExitStack() as stack:
        urls = []
        for number in range(HOSTS):
            server = _Server((f"127.0.0.{number + 2}", 0), handler)
            threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
            stack.callback(server.server_close)
            stack.callback(server.shutdown)
            urls += [f"http://{server.server_address[0]}:{server.server_address[1]}/{n}" for n in range(PAGES)]
        folder = stack.enter_context(tempfile.TemporaryDirectory())
        command = [sys.executable, "-c", _CRAWLER, folder, str(interval)]
        done = subprocess.run(
            command, input=json.dumps(urls), stdout=subprocess.PIPE, text=True, check=True, env=os.environ
        )
    return Measured(interval, *json.loads(done.stdout))
