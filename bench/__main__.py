"""What the product costs, measured against the floor in the same run: `./dev bench`.

CPU time of this process (of the child for cold starts), rounds interleaved, medians. A bar that is not met is
printed with ✗ and makes the exit status 1; a slow machine does not change a ratio.
"""

from __future__ import annotations

import gc
import resource
import statistics
import sys
import time
from collections.abc import Callable, Iterable

from bench import cold, crawl, discovery, engines, load, looks, rendered, shop
from clauseaudit.cli import COLLECTOR

ROUNDS = 7
Timed = Callable[[], object]


def interleaved(jobs: dict[str, Timed], rounds: int = ROUNDS) -> dict[str, float]:
    """Median CPU milliseconds of each job, one after the other in every round."""
    times: dict[str, list[float]] = {name: [] for name in jobs}
    for _ in range(rounds):
        for name, job in jobs.items():
            before = time.process_time()
            job()
            times[name].append((time.process_time() - before) * 1000)
    return {name: statistics.median(values) for name, values in times.items()}


class Bars:
    """Figures with the bar they must meet."""

    def __init__(self) -> None:
        self.missed = 0

    def say(self, text: str, value: float, bar: float, at_least: bool = False) -> None:
        met = value >= bar if at_least else value <= bar
        self.missed += not met
        print(f"  {'✓' if met else '✗'} {text}: {value:.1f} ({'≥' if at_least else '≤'} {bar:g})")


def matching(bars: Bars) -> None:
    documents = load.documents()
    print(f"matching: {len(documents)} documents of {load.LENGTH} characters, CPU ms a document")
    ours = engines.Product(engines.default_dir())
    with engines.tripled() as directory:
        triple = engines.Product(directory)
    expressions = engines.expressions(engines.default_dir())
    floor, naive = engines.Floor(expressions), engines.Naive(expressions)
    prepared = [ours.prepare(d) for d in documents]
    some = prepared[0]
    jobs: dict[str, Timed] = {
        "floor": lambda: [floor(d.encode()) for d in documents],
        "matcher": lambda: [ours(p) for p in prepared],
        "matcher, rules tripled": lambda: [triple(p) for p in prepared],
        "whole audit": lambda: [ours.audit(d) for d in documents],
    }
    for job in jobs.values():
        job()
    each = {name: value / len(documents) for name, value in interleaved(jobs).items()}
    each["naive re loop"] = interleaved({"naive": lambda: naive(some.sentences)}, 1)["naive"]
    print(
        f"  {ours.rules} rules, {ours.words} words, {len(expressions)} distinct expressions, {floor.size} in the floor"
    )
    for name, value in each.items():
        print(f"  {name:24} {value:9.2f}")
    bars.say("matcher / floor", each["matcher"] / each["floor"], 8)
    bars.say("matcher, rules tripled / floor", each["matcher, rules tripled"] / each["floor"], 8)
    bars.say("naive / matcher", each["naive re loop"] / each["matcher"], 50, at_least=True)


def pages(bars: Bars) -> None:
    page = load.page(200_000)
    ours = engines.Product(engines.default_dir())
    jobs: dict[str, Timed] = {"findings": lambda: ours.findings(page), "whole audit": lambda: ours.page(page)}
    for job in jobs.values():
        job()
    values = interleaved(jobs, 3 * ROUNDS)
    whole = values["whole audit"]
    print(f"web page of {len(page) / 1000:.0f} kB; the whole audit, six answers included, {whole:.1f} ms")
    bars.say("to findings, CPU ms", values["findings"], 6)


def starts(bars: Bars) -> None:
    bare, rules, both = cold.measure(load.documents()[0]).values()
    print(f"cold start: python -c pass {bare:.1f} ms, {load.LENGTH} characters to JSON by rules alone {rules:.1f} ms")
    bars.say("rules alone / bare", rules / bare, 6)
    bars.say("with the second reader, ms", both, 200)


def memory(bars: Bars) -> None:
    ours = engines.Product(engines.default_dir())
    documents = [d[:1000] for d in load.documents()]
    run(ours, documents, 1000)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    run(ours, documents, 10_000)
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    print("memory over 10,000 documents")
    bars.say("peak grown by MB", grown, 5)


def run(ours: engines.Product, documents: list[str], count: int) -> None:
    for number in range(count):
        ours.audit(documents[number % len(documents)])


def check(bars: Bars) -> None:
    seconds, same = shop.measure()
    print(f"check of {shop.FILES} files of {shop.LENGTH} characters, cold")
    bars.say("wall seconds", seconds, 1)
    bars.say("runs that printed other bytes", float(not same), 0)


def crawl_static(bars: Bars) -> None:
    paced, free = crawl.measure(), crawl.measure(0.0)
    print(
        f"crawl static: {paced.stored} pages of 100 kB from {crawl.HOSTS} loopback hosts, one process,"
        f" {crawl.INTERVAL:g} s between two requests to one host"
    )
    print(f"  {paced.rate:.1f} pages/s of the {paced.pace:.1f} that the hosts allow")
    print(f"  without a pace {free.rate:.0f} pages/s, {free.cpu_ms:.1f} CPU ms a page")
    bars.say("% of the host pace", 100 * paced.rate / paced.pace, 80, at_least=True)
    bars.say("memory at rest, MB", paced.rest, 60)
    bars.say("memory at peak, MB", max(paced.peak, free.peak), 80)


def page_looks(bars: Bars) -> None:
    found = looks.measure()
    print(f"page script on {looks.BLOCKS:,} blocks of text, reading its facts {found.reading * 1000:.0f} CPU ms")
    bars.say("wall ms", found.seconds * 1000, 500)
    bars.say("twice the blocks / once", found.ratio, 3)


def discovered(bars: Bars) -> None:
    for render, name in (("never", "without a browser"), ("auto", "with a browser")):
        found = discovery.measure(render)
        print(f"discovery of a platform, {name}: {found.seconds:.1f} s, {found.requests} requests")
        bars.say("recall", found.recall, 1, at_least=True)
        bars.say("precision", found.precision, 1, at_least=True)
        bars.say("unreadable documents named", found.named, 1, at_least=True)


def rendering(bars: Bars) -> None:
    from clauseaudit.errors import ClauseauditError

    print(f"rendered pages, {rendered.AT_ONCE} at once")
    try:
        figures = rendered.measure()
    except ClauseauditError as error:
        print(f"  not measured: {error}")
        return
    print(f"  bare Playwright {figures.bare:.1f} pages/s, ours {figures.plain:.1f}, with evidence {figures.full:.1f}")
    print(f"  CPU of everything: bare {figures.bare_cpu:.0f} ms a page, ours {figures.plain_cpu:.0f}")
    print(f"  memory with browser and driver: {figures.at_rest:.0f} MB at rest, {figures.peak:.0f} MB at the peak")
    bars.say("% of the bare loop", 100 * figures.share, 80, at_least=True)


PARTS = {
    "matching": matching,
    "pages": pages,
    "starts": starts,
    "memory": memory,
    "check": check,
    "crawl": crawl_static,
    "looks": page_looks,
    "discovery": discovered,
    "rendered": rendering,
}


def main(names: Iterable[str]) -> int:
    """Run the named parts, all by default."""
    gc.set_threshold(*COLLECTOR)  # as on the command line
    bars = Bars()
    for name in list(names) or PARTS:
        PARTS[name](bars)
    return int(bool(bars.missed))


sys.exit(main(sys.argv[1:]))
