(function () {
  'use strict';
  var doc = document, wide = matchMedia('(min-width:1100px)'), GAP = 14;
  function all(selector, root) { return Array.prototype.slice.call((root || doc).querySelectorAll(selector)); }
  function markOf(note) { return doc.getElementById(note.id.replace('n-', 'm-')); }

  /* Notes beside the text: level with their mark, or right below the note before. Reads first, then writes. */
  function level(text, off) {
    var on = wide.matches && !off;
    text.classList.toggle('level', on);
    text.style.paddingBottom = '';
    var notes = all('.notes .note', text), box = text.getBoundingClientRect(), bottom = -Infinity;
    if (!on) { notes.forEach(function (note) { note.style.top = ''; }); return; }
    var tops = notes.map(function (note) {
      if (!note.offsetHeight) return null;
      var wanted = markOf(note).getClientRects()[0].top - 2;
      var top = Math.max(wanted, bottom + GAP);
      bottom = top + note.offsetHeight;
      return top - note.parentNode.getBoundingClientRect().top;
    });
    notes.forEach(function (note, i) { if (tops[i] !== null) note.style.top = tops[i] + 'px'; });
    if (bottom > box.bottom) text.style.paddingBottom = Math.ceil(bottom - box.bottom + GAP) + 'px';
  }
  function levelAll(off) { all('.text').forEach(function (text) { level(text, off === true); }); }

  var folded = [];
  addEventListener('beforeprint', function () {
    folded = all('details:not([open])');
    folded.forEach(function (fold) { fold.open = true; });
    levelAll(true);
  });
  addEventListener('afterprint', function () {
    folded.forEach(function (fold) { fold.open = false; });
    levelAll();
  });
  if (matchMedia('(min-width:1000px)').matches) all('.laws').forEach(function (fold) { fold.open = true; });

  /* A line from the mark to its note while either is pointed at or focused. */
  var SVG = 'http://www.w3.org/2000/svg', wire = null, noteOf = {};
  function hot(note, on) {
    var mark = markOf(note);
    all('.hit[href="#' + note.id + '"]').forEach(function (hit) { hit.classList.toggle('hot', on); });
    note.classList.toggle('hot', on);
    if (wire) { wire.remove(); wire = null; }
    if (!on || !wide.matches || !note.offsetHeight) return;
    var row = note.closest('.row'), box = row.getBoundingClientRect(), from = mark.getClientRects()[0];
    var to = note.getBoundingClientRect(), edge = row.firstElementChild.getBoundingClientRect().right + 4;
    var bend = (edge + to.left) / 2 - box.left, path = doc.createElementNS(SVG, 'path');
    path.setAttribute('d', 'M' + (from.right - box.left) + ' ' + (from.bottom - box.top - 1) + 'H' + bend +
      'V' + (to.top - box.top + 11) + 'H' + (to.left - box.left));
    wire = doc.createElementNS(SVG, 'svg');
    wire.setAttribute('class', 'wire ' + /g-\w+/.exec(note.className)[0]);
    wire.appendChild(path);
    row.appendChild(wire);
  }
  function watch(element, note) {
    ['mouseenter', 'focusin'].forEach(function (kind) { element.addEventListener(kind, function () { hot(note, true); }); });
    ['mouseleave', 'focusout'].forEach(function (kind) { element.addEventListener(kind, function () { hot(note, false); }); });
  }
  all('.notes .note').forEach(function (note) {
    noteOf[note.id] = note;
    watch(note, note);
  });
  all('.hit').forEach(function (hit) {
    var note = noteOf[hit.hash.slice(1)];
    if (note) watch(hit, note);
  });

  /* Narrow screens: a mark opens its note at the bottom; closing gives the focus back. The page does not jump. */
  var open = null, opener = null;
  function shut(back) {
    if (!open) return;
    open.classList.remove('open');
    open.removeAttribute('tabindex');
    open = null;
    if (back && opener) opener.focus({preventScroll: true});
  }
  function show(note, hit) {
    shut();
    open = note;
    opener = hit;
    note.classList.add('open');
    note.tabIndex = -1;
    note.focus({preventScroll: true});
    var below = hit.getBoundingClientRect().bottom, top = note.getBoundingClientRect().top;
    if (below > top - 16) scrollBy({top: below - top + 24});
  }
  doc.addEventListener('click', function (event) {
    var hit = event.target.closest('.hit'), close = event.target.closest('.note .shut');
    var note = hit && noteOf[hit.hash.slice(1)];
    if (note) {
      event.preventDefault();
      if (wide.matches) note.scrollIntoView({block: 'nearest'}); else show(note, hit);
    } else if (close) {
      event.preventDefault();
      if (location.hash.indexOf('n-') >= 0) location.hash = close.hash;
      shut(true);
    } else if (open && (!event.target.closest('.note') || event.target.closest('.link'))) shut();
  });
  /* Opened by its address: from here on the script holds the sheet, or two could lie on each other. */
  var asked = !wide.matches && noteOf[location.hash.slice(1)];
  if (asked) {
    location.replace('#' + markOf(asked).id);
    show(asked, markOf(asked));
  }
  doc.addEventListener('keydown', function (event) { if (event.key === 'Escape') shut(true); });

  /* Filters: say how many are left, for those who do not see it. */
  all('.chip input').forEach(function (box) {
    box.addEventListener('change', function () {
      levelAll();
      var report = box.closest('.report');
      var left = all('.term', report).filter(function (term) { return term.offsetHeight; }).length;
      report.querySelector('.live').textContent = '现在显示' + left + '处';
    });
  });

  /* The frame on the rail: which characters are on the screen now. */
  function place(rows, chars, y) {
    for (var i = 0; i < rows.length; i++) {
      var box = rows[i].getBoundingClientRect(), start = +rows[i].dataset.start;
      var end = i + 1 < rows.length ? +rows[i + 1].dataset.start : chars;
      if (y < box.top) return start;
      if (y <= box.bottom) return start + (end - start) * (y - box.top) / box.height;
    }
    return chars;
  }
  /* The rail is the strip stood on end: same marks, same places. */
  var rails = all('.rail').map(function (rail) {
    all('.track a', rail.closest('.report')).forEach(function (mark) {
      var note = noteOf[mark.hash.slice(1).replace('m-', 'n-')];
      if (note) mark.title = note.querySelector('.name').textContent;
      var twin = mark.cloneNode();
      twin.style.cssText = '';
      twin.style.top = mark.style.left;
      twin.style.height = mark.style.width;
      rail.appendChild(twin);
    });
    var shown = rail.appendChild(doc.createElement('span'));
    shown.className = 'window';
    return {chars: +rail.dataset.chars, frame: shown, rows: all('.row', rail.parentNode)};
  });
  function frame() {
    if (!wide.matches) return;
    rails.forEach(function (rail) {
      var from = place(rail.rows, rail.chars, 72), to = place(rail.rows, rail.chars, innerHeight);
      rail.frame.hidden = to - from < 1;
      rail.frame.style.top = from / rail.chars * 100 + '%';
      rail.frame.style.height = (to - from) / rail.chars * 100 + '%';
    });
  }
  var pending = false;
  addEventListener('scroll', function () {
    if (pending) return;
    pending = true;
    requestAnimationFrame(function () { pending = false; frame(); });
  }, {passive: true});
  addEventListener('resize', function () { levelAll(); frame(); });
  levelAll();
  frame();
  if (doc.fonts) doc.fonts.ready.then(function () { levelAll(); });

  all('.copy').forEach(function (button) {
    if (!navigator.clipboard) return;
    button.hidden = false;
    button.addEventListener('click', function () {
      navigator.clipboard.writeText(button.previousElementSibling.textContent.trim()).then(function () {
        button.textContent = '已复制';
      });
    });
  });
})();
