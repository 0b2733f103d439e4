# ruff: noqa: E501  (the page is easier to read with one way a line)
"""A page that tries every way a browser has to reach an address that it must not reach."""

from __future__ import annotations

import json

from stage import Forbidden, Pages


def pages(bad: Forbidden, scheme: str = "http") -> Pages:
    """The page at ``/<scheme>/`` and what it needs; every way names itself in the address it asks for."""

    def at(way: str) -> str:
        return bad.url(way, scheme)

    socket = bad.url("websocket", "wss" if scheme == "https" else "ws")
    redirects = {
        f"to-{way}": (302, {"Location": at(f"redirect-{way}")}, b"") for way in ("img", "frame", "fetch", "js")
    }
    preserving = (307, {"Location": at("redirect-post")}, b"")
    found: Pages = {
        "": (200, _fields(bad, at), _page(at, socket, bad).encode()),
        **redirects,
        "to-post": preserving,
        "sw.js": f"self.addEventListener('install', e => e.waitUntil(fetch({at('serviceworker')!r}, {{mode: 'no-cors'}})))",
        "import.js": f"importScripts({at('importscripts')!r})",
        "refresh": (200, {"Refresh": f"0; url={at('refresh-header')}"}, b"x"),
        "download": f"<a id=a href={at('download')!r} download=x></a><script>a.click()</script>",
        "away": f"<p>正在转到用户协议，本协议说明充值、退款与会员服务的各项规则，请您仔细阅读全部内容，并定期查看。</p><script>setTimeout(() => location = {at('away')!r}, 100)</script>",
        "popup": f"<script>location = {at('popup-location')!r}</script>",
    }
    return {f"/{scheme}/{name}": page for name, page in found.items()}


def _fields(bad: Forbidden, at) -> dict[str, str]:  # type: ignore[no-untyped-def]
    return {
        "Link": f"<{at('link-header')}>; rel=preload; as=fetch; crossorigin, <{at('x')}>; rel=preconnect",
        "Reporting-Endpoints": f'default="{at("reporting")}"',
        "Content-Security-Policy-Report-Only": f"img-src 'none'; report-uri {at('csp-report')}; report-to default",
        "NEL": '{"report_to":"default","max_age":100,"success_fraction":1}',
    }


def _page(at, socket: str, bad: Forbidden) -> str:  # type: ignore[no-untyped-def]
    rules = {"prefetch": [{"source": "list", "urls": [at("speculation-prefetch")]}],
             "prerender": [{"source": "list", "urls": [at("speculation-prerender")]}]}  # fmt: skip
    return f"""<!doctype html><meta charset=utf-8><title>说明</title>
<link rel=stylesheet href="{at("css")}"><link rel=prefetch href="{at("prefetch")}"><link rel=preload as=image href="{at("preload")}">
<link rel=preconnect href="{at("preconnect")}"><link rel=dns-prefetch href="{at("dns")}"><link rel=manifest href="{at("manifest")}">
<link rel=icon href="{at("icon")}"><link rel=modulepreload href="{at("modulepreload")}"><link rel=prerender href="{at("prerender")}">
<style>@import "{at("css-import")}"; @font-face {{ font-family: f; src: url("{at("font")}") }} p {{ font-family: f; background: url("{at("background")}") }}</style>
<script type=speculationrules>{json.dumps(rules)}</script>
<p>第一条 本页说明各项规则，请仔细阅读以下全部内容，本平台有权修改本说明，修改后即时生效，请留意。</p>
<img src="{at("img")}"><img srcset="{at("srcset")} 1x"><img src="to-img"><img src="//{bad.url("", "http")[7:]}protocol-relative">
<picture><source srcset="{at("source")}"><img></picture><input type=image src="{at("input-image")}">
<iframe src="{at("frame")}"></iframe><iframe src="to-frame"></iframe><iframe src="refresh"></iframe><iframe src="download"></iframe>
<iframe srcdoc="<meta http-equiv=refresh content='0; url={at("meta-refresh")}'>"></iframe>
<object data="{at("object")}"></object><embed src="{at("embed")}"><script src="{at("script")}"></script><script src="to-js"></script>
<script type=module>import("{at("module")}").catch(() => 0)</script>
<video src="{at("video")}" autoplay muted></video><video><source src="{at("video-source")}"></video><audio src="{at("audio")}" preload=auto></audio>
<video poster="{at("poster")}"></video><video src="data:,"><track default src="{at("track")}"></video>
<svg><image href="{at("svg-image")}"/><use href="{at("svg-use")}#x"/></svg>
<iframe name=target></iframe><form id=form method=post action="{at("form")}" target=target><input name=a value=1></form>
<form id=get action="{at("form-get")}" target=_blank></form>
<a id=ping href="#here" ping="{at("ping")}">x</a><a href="javascript:fetch('{at("trigger")}',{{mode:'no-cors'}})">《用户协议》</a>
<div id=here></div>
<script>
const no = {{mode: 'no-cors'}}, quiet = p => p && p.catch && p.catch(() => 0);
const attempt = f => {{ try {{ quiet(f()) }} catch (e) {{}} }};
attempt(() => fetch('{at("fetch")}', no)); attempt(() => fetch('to-fetch', no));
attempt(() => fetch('{at("fetch-post")}', {{...no, method: 'POST', body: 'x'}}));
attempt(() => fetch('to-post', {{...no, method: 'POST', body: 'x'}}));
attempt(() => fetch('{at("keepalive")}', {{...no, method: 'POST', body: 'x', keepalive: true}}));
attempt(() => navigator.sendBeacon('{at("beacon")}', 'x'));
attempt(() => {{ const x = new XMLHttpRequest(); x.open('GET', '{at("xhr")}'); x.send() }});
attempt(() => {{ new WebSocket('{socket}') }});
attempt(() => {{ new EventSource('{at("eventsource")}') }});
attempt(() => {{ new Worker(URL.createObjectURL(new Blob(["fetch('{at("worker")}', {{mode: 'no-cors'}})"]))) }});
attempt(() => {{ new Worker('import.js') }});
attempt(() => {{ new SharedWorker(URL.createObjectURL(new Blob(["fetch('{at("sharedworker")}', {{mode: 'no-cors'}})"]))) }});
attempt(() => navigator.serviceWorker.register('sw.js'));
attempt(() => {{ window.open('{at("popup")}') }}); attempt(() => {{ window.open('popup') }});
attempt(() => {{ const l = document.createElement('link'); l.rel = 'stylesheet'; l.href = '{at("late-css")}'; document.head.append(l) }});
attempt(() => {{ document.getElementById('form').submit() }}); attempt(() => {{ document.getElementById('get').submit() }});
attempt(() => {{ document.getElementById('ping').click() }});
attempt(() => {{ new WebTransport('{bad.url("webtransport", "https")}') }});
attempt(() => {{ const peer = new RTCPeerConnection({{iceServers: [{{urls: 'stun:{bad.url("", "http")[7:-1]}'}},
  {{urls: ['turn:{bad.url("", "http")[7:-1]}?transport=udp', 'turn:{bad.url("", "http")[7:-1]}?transport=tcp'], username: 'a', credential: 'b'}}]}});
  peer.createDataChannel('x'); return peer.createOffer().then(o => peer.setLocalDescription(o)) }});
</script>"""
