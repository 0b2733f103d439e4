// Runs in a world of its own in every frame: the page's scripts neither see nor change it. Facts and clicks only;
// what they mean is decided in Python.
globalThis.clauseaudit ??= (() => {
  const DROPPED = new Set(['script', 'style', 'noscript', 'template', 'link', 'meta', 'base', 'svg', 'canvas', 'video', 'audio',
    'object', 'embed', 'map', 'head', 'source', 'track']);
  const VOID = new Set(['br', 'hr', 'img', 'input', 'wbr', 'area', 'col', 'param']);
  const KEPT = new Set(['id', 'class', 'title', 'alt', 'role', 'name', 'type', 'value', 'placeholder', 'target', 'rel', 'lang', 'for',
    'start', 'reversed', 'colspan', 'rowspan', 'datetime', 'cite', 'onclick']);
  const BLOCK = /^(block|flex|grid|list-item|table|flow-root)$/;
  const VEIL = '<!--hidden-->', UNVEIL = '<!--/hidden-->'; // no comment of the page's own is kept
  const LIMIT = 8_000_000; // characters of one frame
  const escape = s => s.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;');
  const up = e => e.assignedSlot || e.parentElement || (e.getRootNode() instanceof ShadowRoot ? e.getRootNode().host : null);
  const visible = e => e.checkVisibility({visibilityProperty: true, contentVisibilityAuto: false});
  const seen = new WeakSet(); // elements whose own text was visible at some time
  let before = new Map(), found = [], folds = [];

  // Children as they are laid out: the shadow tree instead of the light one, the assigned nodes instead of the slot.
  const children = n => n.shadowRoot ? n.shadowRoot.childNodes
    : n.localName === 'slot' && n.assignedNodes && n.assignedNodes().length ? n.assignedNodes() : n.childNodes;
  const elements = function* (root) {
    const stack = [root];
    while (stack.length) {
      const n = stack.pop();
      if (n.nodeType !== 1 || DROPPED.has(n.localName)) continue;
      yield n;
      const below = children(n);
      for (let i = below.length - 1; i >= 0; i--) if (below[i].nodeType === 1) stack.push(below[i]);
    }
  };
  const own = e => { let s = ''; for (const n of children(e)) if (n.nodeType === 3) s += n.data; return s.trim(); };
  const root = () => document.body || document.documentElement;
  const words = e => (e.innerText || e.textContent || e.getAttribute('aria-label') || e.getAttribute('title') || '').replace(/\s+/g, ' ').trim();

  const attributes = (e, hidden) => {
    let s = '';
    for (const a of e.attributes) {
      if (KEPT.has(a.name) || a.name.startsWith('aria-')) s += ` ${a.name}="${escape(a.value.slice(0, 500))}"`;
      else if ((a.name === 'href' || a.name === 'src') && !a.value.startsWith('data:')) s += ` ${a.name}="${escape(String(e[a.name] || a.value).slice(0, 2000))}"`;
    }
    if (e.localName === 'input' && e.checked) s += ' checked';
    if (e.localName === 'details' && e.open) s += ' open';
    return hidden ? s + ' hidden' : s;
  };
  // Written with a stack, since a hostile page may be nested deeper than the engine's own.
  const html = (top, all) => {
    const out = [], stack = [top];
    let size = 0, veiled = false;
    const put = s => { out.push(s); size += s.length; };
    while (stack.length && size < LIMIT) {
      const n = stack.pop();
      if (typeof n === 'string') { put(n); if (n === UNVEIL) veiled = false; continue; }
      if (n.nodeType === 3) { put(escape(n.data)); continue; }
      if (n.nodeType !== 1 || DROPPED.has(n.localName)) continue;
      if (n.localName === 'iframe' || n.localName === 'frame') {
        let i = 0;
        while (i < window.length && window[i] !== n.contentWindow) i++;
        put(`<div data-frame="${i < window.length ? i : -1}"></div>`);
        continue;
      }
      const style = getComputedStyle(n);
      const hidden = !all && style.display === 'none' && ![...elements(n)].some(e => seen.has(e));
      const custom = n.localName.includes('-') || n.localName === 'slot' || n.localName === 'span' || n.localName === 'a';
      const name = n.localName === 'body' ? 'div' : n.localName === 'slot' ? 'span' : /^[a-z][a-z0-9-]*$/.test(n.localName) ? n.localName : 'span';
      const line = custom && BLOCK.test(style.display) ? ' style="display:block"' : '';
      const outermost = hidden && !veiled;
      if (outermost) { put(VEIL); veiled = true; }
      put(`<${name}${attributes(n, hidden)}${line}>`);
      if (VOID.has(name)) { if (outermost) { put(UNVEIL); veiled = false; } continue; }
      if (outermost) stack.push(UNVEIL);
      stack.push(`</${name}>`);
      if (name === 'textarea') { stack.push(escape(n.value)); continue; }
      const below = children(n);
      for (let i = below.length - 1; i >= 0; i--) stack.push(below[i]);
    }
    while (stack.length) { const n = stack.pop(); if (typeof n === 'string') out.push(n); }
    return out.join('');
  };

  // Where this frame stands among its siblings, from the top: [0, 2] is the third frame of the first.
  const place = () => {
    const path = [];
    for (let w = window; w !== w.parent; w = w.parent) {
      let i = 0;
      while (i < w.parent.length && w.parent[i] !== w) i++;
      path.unshift(i < w.parent.length ? i : -1);
    }
    return path;
  };
  const remember = () => { before = new Map(); for (const e of elements(root())) { const t = own(e); if (t) { before.set(e, visible(e) ? t : ''); if (visible(e)) seen.add(e); } } };

  // What appeared since `remember`: the smallest element that holds it, but never less than the dialog around it.
  const DIALOG = /dialog|modal|popup|popover|drawer|layer|overlay|sheet/i;
  const dialog = e => e.localName === 'dialog' || /dialog/.test(e.getAttribute('role') || '') || e.getAttribute('aria-modal') === 'true'
    || DIALOG.test(e.getAttribute('class') || '') || getComputedStyle(e).position === 'fixed';
  const appeared = () => {
    const weight = new Map();
    let total = 0;
    for (const e of elements(root())) {
      const t = own(e);
      if (!t || before.get(e) === t || !visible(e)) continue;
      total += t.length;
      seen.add(e);
      for (let p = e; p; p = up(p)) weight.set(p, (weight.get(p) || 0) + t.length);
    }
    if (!total) return null;
    // Something small may have changed elsewhere (a counter, an arrow): it must not widen the find to the whole page.
    let top = root(), share = .9;
    for (let next = top; next && !(top !== root() && dialog(top));) {
      next = [...children(top)].find(c => (weight.get(c) || 0) >= share * total);
      if (!next) break;
      const wider = [...children(top)].filter(c => weight.has(c)).length > 1;
      if (wider && top !== root() && top.localName !== 'main') break;
      top = next;
    }
    const heading = [...elements(top)].find(e => /^h[1-6]$|^legend$/.test(e.localName) || /title|header/i.test(e.getAttribute('class') || ''));
    const label = top.getAttribute('aria-label') || (heading && words(heading).slice(0, 60)) || '';
    return {html: html(top, true), length: (top.innerText || '').trim().length, title: label, url: location.href, place: place()};
  };

  const pointer = e => getComputedStyle(e).cursor === 'pointer';
  const target = e => { for (let p = e, i = 0; p && i < 3; p = up(p), i++) if (p.matches('a,button,[role=button],[role=link],[role=tab],[onclick],summary')) return p; return e; };
  const dead = e => { // a link that leads nowhere without a script
    const link = e.closest('a[href],area[href]');
    if (!link) return true;
    const href = link.getAttribute('href').trim();
    if (/^javascript:/i.test(href) || href === '' || href === '#') return true;
    if (!href.startsWith('#') || /^#[/!]/.test(href)) return false; // #/terms is a page of its own, the caller's to follow
    return !document.getElementById(href.slice(1)) && !document.getElementsByName(href.slice(1)).length;
  };
  const harmless = e => { // nothing that sends a form, ticks a consent or buys
    const button = e.closest('button,input');
    if (button && (button.localName === 'input' || (button.form && button.getAttribute('type') !== 'button' && button.type === 'submit' && !/《/.test(words(button))))) return false;
    return !/支付|付款|购买|下单|提交|注册|登[录陆]|开通|订阅|拒绝|删除|退出|同意并|确认/.test(words(e).replace(/《[^》]*》/g, '').replace(/[^，。\s]*(?:协议|条款|政策|规则|须知|声明|公约|守则)$/, ''));
  };
  const NAMED = /^[^。！？]{0,12}《[^》]{2,30}》[^。]{0,6}$/;
  const PLAIN = /^(?:查看|阅读|点击|完整)?[^。！？，同]{0,16}(?:协议|条款|政策|规则|须知|声明|公约|守则)(?:详情|全文|内容)?[\s>›»]*$/;
  const innermost = (e, test) => test(words(e)) && ![...children(e)].some(c => c.nodeType === 1 && test(words(c)));
  const short = e => { const t = e.textContent; return t.length < 200 && t.trim().length > 1; };
  const named = t => t.length <= 50 && NAMED.test(t), plain = t => t.length <= 24 && PLAIN.test(t);
  // What opens a dialog for signing in, where agreements stand by a box: on no agreement, and not once a form is there.
  const DOOR = /^(?:立即|快速|免费|手机|账号)?(?:注册|登[录陆]|登[录陆][\/|｜·、或 ]{0,3}注册|注册[\/|｜·、或 ]{0,3}登[录陆])$/;
  const CONTRACT = /协议|条款|政策|规则|须知|声明|公约|守则/;
  const guarded = () => CONTRACT.test(document.title) || [...document.querySelectorAll('h1')].some(h => CONTRACT.test(h.textContent))
    || [...document.querySelectorAll('input')].some(i => visible(i) && (i.type === 'password' || /手机|密码|验证码|账号|邮箱/.test(i.placeholder)));
  const doors = () => guarded() ? [] : [...elements(root())].filter(e => short(e) && visible(e) && innermost(e, t => DOOR.test(t)) && dead(e)
    && (pointer(e) || target(e) !== e || e.matches('a,button,[role=button],[onclick]')) && !e.closest('form')).slice(0, 1);
  const triggers = () => {
    found = [];
    const out = [];
    for (const e of doors()) { found.push(e); out.push({index: 0, words: words(e), sure: true, door: true}); }
    for (const e of elements(root())) {
      if (!short(e) || !visible(e) || e.localName === 'label' || e.closest('h1,h2,title,option')) continue;
      const name = innermost(e, named), clickable = pointer(e) || target(e) !== e || e.matches('a,button,[role=button],[role=link],[onclick]');
      if (!name && !(clickable && innermost(e, plain))) continue;
      if (!dead(e) || !harmless(e) || (!clickable && e.children.length)) continue;
      found.push(e);
      out.push({index: found.length - 1, words: words(e), sure: clickable, door: false});
    }
    return out;
  };
  const press = e => {
    e.scrollIntoView({block: 'center'});
    const box = e.getBoundingClientRect();
    const options = {bubbles: true, cancelable: true, composed: true, view: window, button: 0, clientX: box.x + box.width / 2, clientY: box.y + box.height / 2};
    e.dispatchEvent(new PointerEvent('pointerdown', options));
    e.dispatchEvent(new MouseEvent('mousedown', options));
    e.dispatchEvent(new PointerEvent('pointerup', options));
    e.dispatchEvent(new MouseEvent('mouseup', options));
    if (e.click) e.click(); else e.dispatchEvent(new MouseEvent('click', options));
  };
  // Nothing is ever sent on the visitor's behalf.
  addEventListener('submit', event => event.preventDefault(), true);

  const MORE = /^(?:点击)?(?:展开|阅读全文|查看全文|显示全部|查看全部|显示更多|查看更多|加载更多)(?:全文|全部|更多|内容|条款|协议)?[\s>›»∨⌄▼.…]*$/;
  const TAB = /(?:^|[-_\s])tabs?(?:[-_\s]|$)|tab[-_]?(?:item|title|nav|btn|label|bar|list|header)/i, ON = /(?:^|[-_\s])(?:is-)?(?:active|current|selected|on|checked)(?:[-_\s]|$)/i;
  const hiddenText = e => e && !e.matches('script,style,template') && !e.checkVisibility({visibilityProperty: true, opacityProperty: true}) || (e && e.clientHeight < 2) ? e.textContent.trim().length : 0;
  const tab = e => e.matches('[role=tab]') ? e.getAttribute('aria-selected') !== 'true'
    : pointer(e) && e.parentElement && (TAB.test(e.getAttribute('class') || '') || TAB.test(e.parentElement.getAttribute('class') || '')) && !ON.test(e.getAttribute('class') || '');
  const reveal = panel => { for (const e of elements(panel)) if (own(e)) seen.add(e); };
  // Opens at once what needs no click, and lists what does: [{index, words, kind}].
  const folded = () => {
    found = [];
    const out = [];
    let opened = 0;
    for (const e of elements(root())) {
      if (e.localName === 'details') { if (!e.open) { e.open = true; opened++; } continue; }
      if (!short(e) || !visible(e) || e.closest('label,select,option,[role=combobox],[role=menu]')) continue;
      const panel = e.getAttribute('aria-controls') && document.getElementById(e.getAttribute('aria-controls'));
      if (e.getAttribute('aria-expanded') === 'false' && !e.hasAttribute('aria-haspopup')) {
        if (hiddenText(panel) > 20 || hiddenText(e.nextElementSibling) > 20) { reveal(panel || e.nextElementSibling); opened++; continue; }
      } else if (pointer(e) && !(e.parentElement && pointer(e.parentElement)) && hiddenText(e.nextElementSibling) > 20) {
        reveal(e.nextElementSibling); opened++; continue;
      } else if (tab(e)) {
        if (panel && hiddenText(panel) > 20) { reveal(panel); opened++; continue; }
      } else if (!(innermost(e, t => t.length <= 12 && MORE.test(t)) && (pointer(e) || target(e) !== e))) continue;
      if (!dead(e) || !harmless(e)) continue;
      found.push(e);
      out.push({index: found.length - 1, words: words(e), kind: tab(e) ? 'tab' : 'fold'});
    }
    return {opened, list: out};
  };
  // Closes what was opened, as a visitor would who agrees to nothing.
  const CLOSE = /^(?:关闭|[×✕✖╳xX]|返回|我?知道了|收起)$/;
  const dismiss = () => {
    for (const e of document.querySelectorAll('dialog[open]')) e.close();
    for (const e of elements(root())) {
      if (!short(e) && !/close/i.test((e.getAttribute('class') || '') + (e.getAttribute('aria-label') || ''))) continue;
      if (!visible(e) || before.has(e) && before.get(e) !== '') continue;
      if (CLOSE.test(words(e)) || /^(?:关闭|close)/i.test(e.getAttribute('aria-label') || '') || /(?:^|[-_\s])close(?:[-_\s]|$)/i.test(e.getAttribute('class') || '')) { if (dead(e)) { press(e); return true; } }
    }
    return false;
  };
  const pause = milliseconds => new Promise(done => setTimeout(done, milliseconds));
  const frame = () => Promise.race([new Promise(requestAnimationFrame), pause(300)]);
  // Where something may still load when it comes into sight: what is empty, and the end. Every stop is drawn, which
  // costs more than all the reading, so screens full of text are passed over.
  const stops = (box, page, pictures) => {
    const step = Math.max(box === page ? innerHeight : box.clientHeight, 200), end = box.scrollHeight - (box === page ? innerHeight : box.clientHeight);
    const found = new Set(end > 2 ? [end] : []), top = box === page ? 0 : box.getBoundingClientRect().top;
    for (const e of elements(box === page ? root() : box)) {
      if (VOID.has(e.localName) ? !pictures || e.localName !== 'img' : e.firstElementChild || e.shadowRoot || e.textContent.trim()) continue;
      const y = e.getBoundingClientRect().top - top + box.scrollTop;
      if (y > step) found.add(Math.min(Math.floor(y / step) * step, end));
    }
    return [...found].sort((a, b) => a - b);
  };
  const reached = new Map();
  const scroll = async (screens, milliseconds, pictures) => {
    const limit = performance.now() + milliseconds, page = document.scrollingElement || document.documentElement;
    const large = e => e !== root() && e.clientHeight > innerHeight / 2 && e.scrollHeight > e.clientHeight * 1.2 && /auto|scroll/.test(getComputedStyle(e).overflowY);
    let taken = 0, at_end = true;
    for (const box of [page, ...[...elements(root())].filter(large).slice(0, 2)]) {
      for (;;) {
        const next = stops(box, page, pictures).find(y => y > (reached.get(box) || 0));
        if (next === undefined) break;
        if (taken >= screens || performance.now() >= limit) { at_end = false; break; }
        reached.set(box, next);
        box.scrollTop = next;
        taken++;
        await frame();
        await frame();
        await pause(20); // what comes into sight is told after the frame in which it did
      }
    }
    return {screens: taken, at_end};
  };
  // Cheap signs of change: compared, not read. Digits do not count: a clock or a counter is no sign of life.
  const pulse = () => {
    const t = (root() ? root().innerText : '').replace(/\d+/g, '');
    return {length: t.length, tail: t.slice(-200), head: t.slice(0, 200), height: document.documentElement.scrollHeight};
  };
  // Since when the pulse has been what it is. Shadow trees and styles change unobserved, so the observer only says when
  // something was done, and never that nothing was.
  let last = '', since = 0, touched = performance.now(), dirty = true, cost = 0;
  new MutationObserver(() => { dirty = true; touched = performance.now(); })
    .observe(document, {subtree: true, childList: true, characterData: true, attributes: true});
  const look = () => {
    const start = performance.now(), p = pulse(), key = JSON.stringify(p);
    if (key !== last) { last = key; since = dirty ? touched : start; }
    dirty = false;
    cost = performance.now() - start;
    return p;
  };
  // The pulse once it has been the same for `quiet` milliseconds, of which at most the last `ago` count, or after `limit`.
  // What loads on sight is given its sight meanwhile, on up to `screens` screens.
  const rest = async (quiet, limit, ago, screens, pictures) => {
    const start = performance.now(), end = start + limit;
    let p = look(), taken = 0, scrolled = -1, at_end = false;
    since = Math.max(since, start - ago);
    for (let now = start; ; now = performance.now()) {
      if (now - since >= quiet || now >= end) {
        p = look();
        const still = performance.now() - since >= quiet;
        if (still || now >= end) return {...p, still, screens: taken, at_end: at_end && scrolled === since};
      } else if (taken < screens && scrolled !== since && now - since >= quiet / 2) {
        scrolled = since;
        const moved = await scroll(screens - taken, 4 * quiet, pictures);
        taken += moved.screens;
        at_end = moved.at_end;
        p = look();
      } else {
        // A page that is laid out anew for every look is left four fifths of its time to build itself.
        await pause(Math.max(4 * cost, Math.min(quiet / 4, since + quiet - now)));
        if (dirty) p = look();
      }
    }
  };
  const read = () => { remember(); return {title: document.title, url: location.href, place: place(), html: root() ? html(root(), false) : '', length: (root() ? root().innerText : '').trim().length}; };
  const upwards = () => { for (const e of elements(root())) if (e.scrollTop > 0) e.scrollTop = 0; scrollTo(0, 0); };

  return {
    pulse, rest, read, remember, appeared, triggers, folded, dismiss, up: upwards,
    // Down and up again; `changed` if something appeared on the way.
    scroll: async (screens, milliseconds, pictures) => { const before = JSON.stringify(pulse()), moved = await scroll(screens, milliseconds, pictures); return {...moved, changed: moved.screens > 0 && JSON.stringify(pulse()) !== before}; },
    // All that a page needs which neither folds nor opens anything, in one call.
    survey: () => {
      const fold = folded(), page = read(), open = triggers();
      if (fold.list.length || fold.opened || open.length) upwards();
      return {...page, fold: fold.list.length + fold.opened, open: open.length};
    },
    // Not on the page itself, which would notice.
    fonts: () => { const g = new OffscreenCanvas(1, 1).getContext('2d'); g.font = '20px sans-serif'; const m = g.measureText('协议'); return m.width > 0 && m.fontBoundingBoxAscent > 0; },
    // The width that the page says it is laid out for, on any screen; 0 for none.
    drawn: () => +(/(?:^|[,;\s])width\s*=\s*(\d{3,4})\b/i.exec((document.querySelector('meta[name=viewport i]') || {}).content || '') || [0, 0])[1],
    press: index => { const e = found[index]; if (!e || !e.isConnected) return false; press(e); return true; },
  };
})();
0;
