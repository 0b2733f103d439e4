// Facts about how the text of one frame looks, for clauseaudit. It judges nothing, clicks nothing, scrolls nothing.
//
// Evaluate it in every frame after fonts have loaded and before anything is clicked; it returns {version, json}, see
// visual/page.py for what is in the JSON. Lengths are CSS pixels, places are those of the frame's document. Open shadow
// roots are read, closed ones cannot be. Every element is looked at once: the cost grows with the page and no faster.
(() => {
  const MOST_BLOCKS = 20000, MOST_TEXT = 2000000, MOST_CONTROLS = 400;  // a hostile page must not fill the memory
  const root = document.documentElement, view = window;
  const INLINE = new Set(['inline', 'contents', 'ruby', 'ruby-base']);
  const SILENT = new Set(['script', 'style', 'noscript', 'template', 'textarea', 'option', 'title', 'svg', 'math']);
  const round = (number, digits = 2) => +Number(number).toFixed(digits);

  // ---- colours: any CSS colour becomes sRGB by being painted on one pixel ----
  const pen = Object.assign(document.createElement('canvas'), {width: 1, height: 1})
    .getContext('2d', {willReadFrequently: true});
  const painted = new Map();
  const rgba = text => {
    if (!painted.has(text)) {
      pen.clearRect(0, 0, 1, 1);
      pen.fillStyle = '#000';
      pen.fillStyle = text;
      pen.fillRect(0, 0, 1, 1);
      const [r, g, b, a] = pen.getImageData(0, 0, 1, 1).data;
      painted.set(text, [r, g, b, a / 255]);
    }
    return painted.get(text);
  };
  const luminance = colour => colour.map(v => v / 255).map(v => v <= .04045 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4)
    .reduce((sum, v, i) => sum + v * [.2126, .7152, .0722][i], 0);
  const contrast = (one, other) => {
    const [a, b] = [luminance(one), luminance(other)];
    return (Math.max(a, b) + .05) / (Math.min(a, b) + .05);
  };
  const hex = colour => '#' + colour.map(v => Math.round(v).toString(16).padStart(2, '0')).join('');
  const scheme = getComputedStyle(root).colorScheme;
  const dark = /dark/.test(scheme) && (!/light/.test(scheme) || matchMedia('(prefers-color-scheme: dark)').matches);
  const CANVAS = dark ? [18, 18, 18] : [255, 255, 255];

  // ---- elements: what an element inherits is worked out from its parent's, once ----
  const up = node => node.assignedSlot || node.parentElement
    || (node.getRootNode() instanceof ShadowRoot ? node.getRootNode().host : null);
  const ALL = [-1e9, -1e9, 1e9, 1e9];
  const meet = (a, b) => [Math.max(a[0], b[0]), Math.max(a[1], b[1]), Math.min(a[2], b[2]), Math.min(a[3], b[3])];
  const edges = element => { const r = element.getBoundingClientRect(); return [r.left, r.top, r.right, r.bottom]; };
  // Everything behind a pixel (colour c premultiplied by alpha a) is k*c + m*a + n: one map for all ancestors together.
  const TOP = {k: 1, m: [0, 0, 0], n: [0, 0, 0], p: 1, q: 0, unsure: '', opacity: 1, hidden: [], clip: ALL,
    anchored: ALL, scroll: null, inside: null, scale: 1, fixed: false, bar: false, underline: false,
    sideways: false, folded: false, floating: false};
  const behind = (outer, paint, opacity) => {
    const [r, g, b, a] = paint, o = opacity, colour = [r * a, g * a, b * a];
    return {k: outer.k * o, m: colour.map((c, i) => -outer.k * o * c + outer.m[i] * o * (1 - a)),
      n: colour.map((c, i) => outer.k * o * c + outer.m[i] * o * a + outer.n[i]),
      p: outer.p * o * (1 - a), q: outer.p * o * a + outer.q};
  };
  const words = text => (text || '').slice(0, 400).replace(/\s+/g, ' ').trim().slice(0, 40);
  const summaryOf = details => [...details.children].find(child => child.localName === 'summary');
  const name = element => words(element.getAttribute('aria-label')
    || (element.querySelector('h1,h2,h3,h4,[class*=title]') || {}).textContent);
  const transformScale = style => {
    const m = style.transform.match(/^matrix\(([^)]+)\)$/), s = style.scale.match(/^[\d.]+/);
    const [a, b, c, d] = m ? m[1].split(',').map(Number) : [1, 0, 0, 1];
    return Math.sqrt(Math.abs(a * d - b * c)) * (s ? +s[0] : 1);
  };
  const blends = style => style.mixBlendMode !== 'normal' || style.filter !== 'none'
    || (style.maskImage || 'none') !== 'none';

  const describe = (element, outer, parent) => {
    const style = getComputedStyle(element), paint = rgba(style.backgroundColor), opacity = +style.opacity;
    const here = {...outer, ...behind(outer, paint, opacity), style, display: style.display};
    const see = reason => { if (!here.hidden.includes(reason)) here.hidden = [...here.hidden, reason]; };
    here.opacity = outer.opacity * (style.opacity === '' ? 1 : opacity);
    here.unsure = blends(style) ? 'effect' : style.backgroundImage !== 'none' ? 'image'
      : paint[3] * opacity >= .999 ? '' : outer.unsure;
    here.scale = outer.scale * transformScale(style);
    here.underline = (outer.underline && style.display !== 'inline-block')
      || /underline/.test(style.textDecorationLine);
    here.bar = outer.bar || /^(nav|header|footer)$/.test(element.localName)
      || /^(navigation|banner|contentinfo)$/.test(element.getAttribute('role') || '');
    const dialog = element.localName === 'dialog';
    if (dialog && !element.open) see('dialog');
    if (dialog || /^(alert)?dialog$/.test(element.getAttribute('role') || '')) {
      here.inside = {kind: 'dialog', name: name(element)};
    }
    if (parent && parent.localName === 'details' && summaryOf(parent) !== element) {
      here.inside = {kind: 'details', name: words((summaryOf(parent) || {}).textContent)};
      if (!parent.open) see('details');
    }
    if (parent && parent.shadowRoot && !element.assignedSlot && element.parentElement === parent) see('unslotted');
    if (style.display === 'none' && !here.hidden.includes('dialog')) see('display');
    if (style.contentVisibility === 'hidden') see('content-visibility');
    place(element, style, outer, here);
    return here;
  };
  // What cuts an element off, and what it scrolls in.
  const place = (element, style, outer, here) => {
    const boxed = !['inline', 'contents', 'none'].includes(style.display);
    if (/^(fixed|sticky)$/.test(style.position)) here.floating = true;  // goes away, or stays when the text moves on
    if (style.position === 'fixed') { here.fixed = true; here.clip = here.anchored = ALL; here.scroll = null; }
    else if (style.position === 'absolute') here.clip = outer.anchored;
    const whole = element === root || element === document.body;
    if (boxed && !whole && /auto|scroll|hidden|clip/.test(style.overflowX + style.overflowY)) {
      const height = element.clientHeight, content = element.scrollHeight, frame = edges(element);
      if (/auto|scroll/.test(style.overflowX) && element.scrollWidth > element.clientWidth) {
        [frame[0], frame[2], here.sideways] = [-1e9, 1e9, true];
      }
      if (/auto|scroll/.test(style.overflowY) && height > 1 && content > height + 4) {
        const shown = meet(frame, here.clip);
        here.scroll = {seen: height, content, top: frame[1] - element.scrollTop, cut: shown[3] - shown[1] < 1};
        here.clip = ALL;  // what is in it can be scrolled to
      } else {
        if (height < 2) here.folded = true;
        here.clip = meet(here.clip, frame);
      }
    }
    if (/inset\(\s*(50|100)%|circle\(0|rect\((0|1)px,? (0|1)px,? (0|1)px/.test(style.clipPath + ' ' + style.clip)) {
      here.clip = [0, 0, 0, 0];
    }
    if (style.position !== 'static' || style.transform !== 'none' || outer === TOP) here.anchored = here.clip;
  };
  const known = new Map();
  const about = element => {
    const chain = [];
    let at = element;
    while (at && !known.has(at)) { chain.push(at); at = up(at); }
    while (chain.length) {
      const next = chain.pop();
      known.set(next, describe(next, at ? known.get(at) : TOP, at));
      at = next;
    }
    return known.get(element);
  };
  const owners = new Map();  // element -> the block its text belongs to
  const owner = element => {
    const passed = [];
    let at = element;
    while (!owners.has(at)) {
      const outer = up(at);
      if (!outer || !INLINE.has(about(at).display)) { owners.set(at, at); break; }
      passed.push(at);
      at = outer;
    }
    passed.forEach(inner => owners.set(inner, owners.get(at)));
    return owners.get(at);
  };

  // ---- text: neighbours of one element are a group, which keeps the order of the page; controls on the way ----
  const groups = [], controls = [], drawn = [];
  let canvases = 0, texts = 0, cut = false;
  const ROLE = /^(checkbox|switch|radio|menuitemcheckbox)$/;
  const GUESS = /(^|[-_ ])(checkbox|check-box|radio|switch|toggle|tick)([-_ ]|$)/i;
  const className = element => typeof element.className === 'string' ? element.className : '';
  const notice = element => {
    const tag = element.localName, role = element.getAttribute('role') || '', type = (element.type || '').toLowerCase();
    if (tag === 'canvas') canvases += 1;
    const input = tag === 'input' ? type : '';
    if (tag === 'button' || role === 'button' || /^(submit|button|image)$/.test(input)) controls.push(element);
    else if (/^(checkbox|radio)$/.test(input) || ROLE.test(role)
      || GUESS.test(className(element))) drawn.push(element);
  };
  const walk = top => {
    const walker = document.createTreeWalker(top, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      if (node.nodeType === 1) { notice(node); if (node.shadowRoot) walk(node.shadowRoot); continue; }
      const parent = up(node);
      if (!parent || SILENT.has(parent.localName) || !/\S/.test(node.data)) continue;
      const block = owner(parent);
      const last = groups[groups.length - 1], same = last && last.block === block;
      texts += node.data.length;
      if (texts > MOST_TEXT || (!same && groups.length >= MOST_BLOCKS)) { cut = true; return; }
      if (same) last.nodes.push([node, parent]);
      else groups.push({block, nodes: [[node, parent]]});
    }
  };
  walk(document.body || root);

  const styles = [], numbers = new Map(), styleOf = new Map();
  const look = element => {
    if (styleOf.has(element)) return styleOf.get(element);
    const here = about(element), style = here.style, ink = rgba(style.webkitTextFillColor || style.color), a = ink[3];
    const blend = (colour, alpha) => colour.map((c, i) => here.k * c + here.m[i] * alpha + here.n[i]
      + CANVAS[i] * (1 - here.p * alpha - here.q));
    const under = blend([0, 0, 0], 0);
    const front = blend(ink.slice(0, 3).map(v => v * a), a);
    const unsure = here.unsure || (/text/.test(style.webkitBackgroundClip || '') ? 'image' : '');
    const facts = {px: round((parseFloat(style.fontSize) || 0) * here.scale * (element.currentCSSZoom || 1)),
      weight: +style.fontWeight || 400, italic: style.fontStyle !== 'normal', underline: here.underline,
      color: hex(front), background: hex(under), contrast: unsure ? null : round(contrast(front, under)), unsure,
      visibility: style.visibility};
    const key = JSON.stringify(facts);
    if (!numbers.has(key)) { numbers.set(key, styles.length); styles.push(facts); }
    styleOf.set(element, numbers.get(key));
    return numbers.get(key);
  };
  const range = document.createRange();
  const extent = node => {
    range.selectNodeContents(node);
    const r = range.getBoundingClientRect();
    return [r.left, r.top, r.right, r.bottom];
  };
  const size = box => Math.max(0, box[2] - box[0]) * Math.max(0, box[3] - box[1]);
  const onPage = box => [box[0] + scrollX, box[1] + scrollY, box[2] - box[0], box[3] - box[1]].map(v => round(v, 1));
  const within = (element, top) => { for (let e = element; e; e = up(e)) if (e === top) return true; return false; };
  const hit = (x, y) => {  // the element at a point, inside shadow roots too
    let found = document.elementFromPoint(x, y);
    for (let n = 0; found && found.shadowRoot && n < 20; n++) {
      const inner = found.shadowRoot.elementFromPoint(x, y);
      if (!inner || inner === found) break;
      found = inner;
    }
    return found;
  };
  const paints = element => {  // whether an element hides what lies under it
    const {style, opacity} = about(element);
    return opacity >= .5 && (/^(img|video|canvas|iframe|object|embed)$/.test(element.localName)
      || style.backgroundImage !== 'none' || rgba(style.backgroundColor)[3] >= .5);
  };
  const covered = (box, block) => {
    const x = box[0] + Math.min(box[2] - box[0], 20) / 2, y = (box[1] + box[3]) / 2;
    if (x < 0 || y < 0 || x >= innerWidth || y >= innerHeight || about(block).style.pointerEvents === 'none') return '';
    const top = hit(x, y);
    if (!top || within(top, block)) return '';
    for (let e = top; e && !within(block, e); e = up(e)) if (paints(e)) return about(e).floating ? 'floating' : top.localName;
    return '';
  };
  const measure = (block, nodes) => {
    let text = '';
    const runs = [];
    let widest = nodes[0];
    for (const pair of nodes) {
      const data = pair[0].data.replace(/\s+/g, ' '), style = look(pair[1]), last = runs[runs.length - 1];
      if (last && last[2] === style) last[1] += data.length;
      else runs.push([text.length, text.length + data.length, style]);
      text += data;
      if (pair[0].data.length > widest[0].data.length) widest = pair;
    }
    const here = about(widest[1]), first = extent(nodes[0][0]), last = extent(nodes[nodes.length - 1][0]);
    const main = widest === nodes[0] ? first : extent(widest[0]);
    const box = [first, last, main].filter(size).reduce((a, b) => [Math.min(a[0], b[0]), Math.min(a[1], b[1]),
      Math.max(a[2], b[2]), Math.max(a[3], b[3])], size(main) ? main : [main[0], main[1], main[0], main[1]]);
    const seen = size(main) ? size(meet(main, here.clip)) / size(main) : 0;
    const hidden = [...here.hidden], direct = widest[0].parentNode === widest[1] && widest[1];
    let inside = here.inside;
    if (direct && direct.localName === 'details') {
      inside = {kind: 'details', name: words((summaryOf(direct) || {}).textContent)};
      if (!direct.open) hidden.push('details');
    }
    if (direct && direct.shadowRoot) hidden.push('unslotted');
    if (here.style.visibility !== 'visible') hidden.push('visibility');
    if (!hidden.length && !size(main)) hidden.push('no box');
    const outside = main[2] + scrollX <= 0 || main[3] + scrollY <= 0
      || main[0] + scrollX >= Math.max(root.scrollWidth, innerWidth);
    if (!hidden.length && !here.sideways && outside) hidden.push('off-screen');
    if (here.folded && seen === 0) hidden.push('folded');
    if (here.scroll && here.scroll.cut) hidden.push('clipped');
    const at = here.scroll, scroll = at && {seen: at.seen, content: at.content, at: round(box[1] - at.top, 1)};
    return {text, runs, box: onPage(box), hidden, opacity: round(here.opacity, 3), seen: round(seen, 3), scroll,
      covered: hidden.length || seen < .01 ? '' : covered(main, block), inside, fixed: here.fixed, bar: here.bar,
      pointer: here.style.cursor === 'pointer'};
  };
  const blocks = groups.map(({block, nodes}) => measure(block, nodes));

  // ---- what can be pressed, and what can be ticked ----
  const buttons = controls.slice(0, MOST_CONTROLS).map(element => {
    const here = about(element), box = edges(element);
    return {text: words(element.value || element.textContent || element.getAttribute('aria-label')), box: onPage(box),
      seen: size(box) > 0 && here.style.visibility === 'visible' && !here.hidden.length,
      fixed: here.fixed, bar: here.bar};
  });
  // A control is often drawn by several nested elements: a native box, else the one with a role, else a class guess.
  const STATE = /(^|[-_ ])(is-|has-)?(checked|active|selected|on)($|[-_ ])/i;
  const isNative = element => element.localName === 'input';
  const kindOf = element => isNative(element) ? 'native'
    : ROLE.test(element.getAttribute('role') || '') ? 'aria' : 'class';
  const guesses = new Set(drawn.filter(element => kindOf(element) === 'class'));
  const real = new Set(drawn.filter(element => !guesses.has(element)));
  const stated = element => guesses.has(element) && STATE.test(className(element));
  const above = (element, levels) => {
    const found = [];
    for (let e = up(element); e && found.length < levels; e = up(e)) found.push(e);
    return found;
  };
  const held = new Map();  // how many controls an element holds
  for (const element of drawn) for (const outer of above(element, 12)) {
    const count = held.get(outer) || {real: 0, guesses: 0, stated: 0};
    count[real.has(element) ? 'real' : 'guesses'] += 1;
    count.stated += stated(element);
    held.set(outer, count);
  }
  const counts = element => {
    const outer = above(element, 6), inside = held.get(element) || {real: 0, stated: 0};
    if (outer.some(e => real.has(e))) return false;
    if (real.has(element)) return true;
    if (inside.real || outer.some(stated)) return false;
    return stated(element) || !(inside.stated || outer.some(e => guesses.has(e)));
  };
  const label = element => {
    const tree = element.getRootNode(), said = element.labels ? [...element.labels] : [];
    for (const id of (element.getAttribute('aria-labelledby') || '').split(/\s+/)) {
      const one = id && tree.getElementById(id);
      if (one) said.push(one);
    }
    let text = said.map(e => e.textContent).join(' ').trim(), from = said;
    if (!text) { text = element.getAttribute('aria-label') || element.textContent.trim(); from = [element]; }
    for (let e = up(element), n = 0; !text && e && n < 4; e = up(e), n++) {
      const count = held.get(e) || {real: 0, guesses: 0};
      if ((count.real || count.stated) > 1) break;  // the words of several boxes belong to none
      if (e.textContent.length < 400) { text = e.textContent.trim(); from = [e]; }
    }
    const links = from.reduce((count, e) => count + e.querySelectorAll('a').length, 0);
    return {text: text.replace(/\s+/g, ' ').slice(0, 300), links};
  };
  const boxes = drawn.filter(counts).slice(0, MOST_CONTROLS).map(element => {
    const here = about(element), native = isNative(element), box = edges(element), said = label(element);
    const aria = element.getAttribute('aria-checked');
    const inner = native ? null : element.querySelector('input[type=checkbox],input[type=radio]');
    const ticked = native ? element.checked : inner ? inner.checked
      : aria !== null ? aria === 'true' : STATE.test(className(element));
    return {kind: kindOf(element), radio: (element.type || element.getAttribute('role')) === 'radio', ticked,
      html: native ? element.defaultChecked : inner ? inner.defaultChecked : null, required: !!element.required,
      disabled: !!element.disabled, label: said.text, links: said.links, box: onPage(box),
      drawn: size(box) > 0 && here.opacity >= .05 && here.style.visibility === 'visible' && !here.hidden.length};
  });

  // ---- the frame itself ----
  const probe = () => {  // a machine without fonts gives every text height 0, which would look like hidden text
    const span = document.body.appendChild(document.createElement('span'));
    span.style.cssText = 'all:initial;position:absolute;font:16px sans-serif';
    span.textContent = '协议';
    const height = span.getBoundingClientRect().height;
    span.remove();
    return height > 0;
  };
  const fonts = blocks.some(block => block.box[2] * block.box[3] > 0) || !document.body || probe();
  const frame = {depth: 0, offset: [0, 0], hidden: []};
  try {
    for (let w = view; w !== w.parent; w = w.parent) {
      frame.depth += 1;
      const element = w.frameElement, outer = w.parent;  // null from another site
      if (!element) { frame.offset = null; continue; }
      const box = element.getBoundingClientRect();
      if (!element.clientWidth || !element.clientHeight) frame.hidden.push('no box');
      if (element.checkVisibility && !element.checkVisibility({visibilityProperty: true, opacityProperty: true})) {
        frame.hidden.push('display');
      }
      const [x, y] = frame.offset || [0, 0];
      if (frame.offset) frame.offset = [x + box.left + outer.scrollX, y + box.top + outer.scrollY];
    }
  } catch (error) { frame.offset = null; }
  // One string: the driver hands over single values so slowly that 2,000 blocks took 0.9 s instead of 0.1 s.
  return {version: 1, json: JSON.stringify({url: location.href, viewport: [innerWidth, innerHeight],
    page: [root.scrollWidth, root.scrollHeight], zoom: round(view.visualViewport ? view.visualViewport.scale : 1, 3),
    fonts, frame, styles, blocks, buttons, boxes, canvases, cut})};
})()
