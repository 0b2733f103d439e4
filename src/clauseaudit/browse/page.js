// Runs in a world of its own in every frame: the page's scripts neither see nor change it. Facts and clicks only;
// what they mean is decided in Python.
globalThis.clauseaudit ??= (() => {
  const DROPPED = new Set(['script', 'style', 'noscript', 'template', 'link', 'meta', 'base', 'svg', 'canvas', 'video', 'audio',
    'object', 'embed', 'map', 'head', 'source', 'track']);
  const VOID = new Set(['br', 'hr', 'img', 'input', 'wbr', 'area', 'col', 'param']);
  const KEPT = new Set(['id', 'class', 'title', 'alt', 'role', 'name', 'type', 'value', 'placeholder', 'target', 'rel', 'lang', 'for',
    'start', 'reversed', 'colspan', 'rowspan', 'datetime', 'cite', 'onclick']);
  const BLOCK = /^(block|flex|grid|list-item|table|flow-root)$/;
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
    let size = 0;
    const put = s => { out.push(s); size += s.length; };
    while (stack.length && size < LIMIT) {
      const n = stack.pop();
      if (typeof n === 'string') { put(n); continue; }
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
      const name = n.localName === 'slot' || n.localName === 'body' ? 'div' : /^[a-z][a-z0-9-]*$/.test(n.localName) ? n.localName : 'span';
      const line = custom && BLOCK.test(style.display) ? ' style="display:block"' : '';
      put(`<${name}${attributes(n, hidden)}${line}>`);
      if (VOID.has(name)) continue;
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
  const note = () => { before = new Map(); for (const e of elements(root())) { const t = own(e); if (t && visible(e)) { before.set(e, t); seen.add(e); } } };

  return {
    // Cheap signs of change: compared, not read.
    pulse: () => { const t = root() ? root().innerText : ''; return {length: t.length, tail: t.slice(-200), head: t.slice(0, 200), height: document.documentElement.scrollHeight}; },
    read: () => ({title: document.title, url: location.href, place: place(), html: root() ? html(root(), false) : '', text: (root() ? root().innerText : '').trim().length}),
    note,
  };
})();
