(function () {
  'use strict';
  var doc = document, wide = matchMedia('(min-width:1100px)'), GAP = 14, BRIEF = 45;
  function all(selector, root) { return Array.prototype.slice.call((root || doc).querySelectorAll(selector)); }
  function byId(id) { return doc.getElementById(id); }
  function boxOf(element) { return element.getBoundingClientRect(); }
  function on(element, kinds, act) { kinds.split(' ').forEach(function (kind) { element.addEventListener(kind, act); }); }
  function toggle(element, kind, wanted) { if (element) element.classList.toggle(kind, wanted); }
  function make(name, kind, text) {
    var element = doc.createElement(name);
    if (kind) element.className = kind;
    if (text) element.textContent = text;
    return element;
  }
  /* A finding is known by the id of its section; its mark is m + id, its note n + id. */
  function bare(id) { return id.replace(/^[mn](?=(r\d+-)?[fg]\d)/, ''); }
  function markOf(note) { return byId('m' + bare(note.id)); }
  function gradeOf(element) { return /g-\w+/.exec(element.closest('[class*=g-]').className)[0]; }

  /* A large page comes without notes: they are made from the findings. Every note gains reasons and law. */
  var WORD = {};
  all('.chip').forEach(function (chip) { WORD[gradeOf(chip)] = chip.textContent.replace(/\s*\d+\s*$/, ''); });
  function compose(mark, id, finding) {
    var row = mark.closest('.row'), notes = row.querySelector('.notes') || row.appendChild(make('div', 'notes'));
    var note = make('div', 'note ' + gradeOf(finding)), name = make('a', 'name'), head = make('a', 'head');
    var title = finding.querySelector('h3,h4') || finding.querySelector('b'), own = title.querySelector('b');
    var number = own ? own.textContent : title.tagName === 'B' ? title.textContent.split(' ')[0] : '';
    head.textContent = WORD[gradeOf(finding)] + ' ' + (number || /\d+$/.exec(id)[0]);
    head.href = '#m' + id;
    name.textContent = title.textContent.slice(number.length).trim() || finding.parentNode.querySelector('h3').textContent;
    name.href = '#' + id;
    note.id = 'n' + id;
    note.appendChild(head);
    note.appendChild(name);
    notes.appendChild(note);
    return note;
  }
  function brief(text) {
    var said = '';
    (text.match(/[^。！？]*[。！？]?/g) || []).every(function (part) {
      if (said && said.length + part.length > BRIEF) return false;
      said += part;
      return true;
    });
    return said;
  }
  function enrich(note, finding) {
    var why = finding.querySelector('.why,small');
    if (!why || !why.textContent) return; /* an earlier finding of its kind says it */
    note.appendChild(make('p', '', brief(why.textContent)));
    var term = finding.closest('.term'), law = term && term.querySelector('.law');
    if (!law) return;
    var target = law.id ? law : byId(law.querySelector('a').hash.slice(1));
    var cite = make('a', 'cite', law.firstElementChild.textContent);
    cite.href = '#' + target.id;
    note.appendChild(cite);
  }
  /* A large page quotes from the text: from the mark on, as many letters as the finding has. */
  all('blockquote[data-n]').forEach(function (quote) {
    var left = +quote.dataset.n, taken = '', walk = doc.createTreeWalker(quote.closest('.report'), 4), piece;
    quote.removeAttribute('data-n');
    walk.currentNode = byId('m' + quote.closest('[id]').id);
    while (left > 0 && (piece = walk.nextNode())) {
      if (piece.parentNode.tagName === 'B' && piece.parentNode.closest('.hit')) continue; /* the number of a mark */
      Array.from(piece.data).every(function (letter) {
        taken += letter;
        left -= /\S/.test(letter) ? 1 : 0;
        return left > 0;
      });
    }
    quote.insertBefore(doc.createTextNode('“' + taken.replace(/\s*\n\s*/g, '\n').trim() + '”'), quote.firstChild);
  });
  all('.law>a').forEach(function (link) {
    var why = link.nextSibling;
    all('q,small:first-of-type', byId(link.hash.slice(1))).forEach(function (part) {
      link.parentNode.insertBefore(part.cloneNode(true), why);
    });
  });
  var noteOf = {}, waiting = [];
  function annotate(mark) {
    var id = bare(mark.id), finding = id !== mark.id && byId(id);
    if (!finding || noteOf[id]) return;
    noteOf[id] = byId('n' + id) || compose(mark, id, finding);
    enrich(noteOf[id], finding);
  }
  /* Where findings share words, the gravest owns the link; the places of the others stand before it. */
  all('.agreement .hit,.agreement span[id]').forEach(function (mark) {
    if (mark.tagName === 'SPAN') { waiting.push(mark); return; }
    annotate(mark);
    waiting.splice(0).forEach(annotate);
  });

  /* Notes beside the text: the first of a row level with its mark, the others level or right below the note before.
     Where the notes above would be in the way, the row moves down. Reads first, then writes. */
  function level(text, off) {
    var beside = wide.matches && !off, rows = all('.row', text), bottom = -Infinity, moved = 0, writes = [];
    toggle(text, 'level', beside);
    rows.forEach(function (row) { row.style.marginTop = ''; });
    text.style.paddingBottom = '';
    if (!beside) { all('.notes .note', text).forEach(function (note) { note.style.top = ''; }); return; }
    var end = boxOf(text).bottom;
    rows.forEach(function (row) {
      var box = row.children[1], above = box && boxOf(box).top, first = true;
      if (box) all('.note', box).forEach(function (note) {
        var height = note.offsetHeight;
        if (!height) return;
        var wanted = markOf(note).getClientRects()[0].top - 2 + moved, gap = bottom + GAP - wanted;
        if (first && gap > 0) {
          moved += gap;
          wanted += gap;
          writes.push([row, 'marginTop', gap]);
        }
        var top = Math.max(wanted, bottom + GAP);
        bottom = top + height;
        first = false;
        writes.push([note, 'top', top - above - moved]);
      });
    });
    writes.forEach(function (write) { write[0].style[write[1]] = write[2] + 'px'; });
    if (bottom > end + moved) text.style.paddingBottom = Math.ceil(bottom - end - moved + GAP) + 'px';
  }
  function levelAll(off) { all('.text').forEach(function (text) { level(text, off === true); }); }

  var folded = [];
  on(window, 'beforeprint', function () {
    folded = all('details:not([open])');
    folded.forEach(function (fold) { fold.open = true; });
    levelAll(true);
  });
  on(window, 'afterprint', function () {
    folded.forEach(function (fold) { fold.open = false; });
    levelAll();
  });
  if (matchMedia('(min-width:1000px)').matches) all('.laws,.contents').forEach(function (fold) { fold.open = true; });

  /* The law behind a citation: shown while it is pointed at or focused; a tap keeps it. */
  var tip = null, cited = null;
  function hideLaw() { if (tip) tip.remove(); tip = null; }
  function showLaw(link) {
    var law = byId(link.hash.slice(1)), box = boxOf(link);
    hideLaw();
    if (!law) return;
    cited = link;
    tip = make('div', 'lawtip');
    tip.setAttribute('role', 'tooltip');
    tip.id = 'lawtip';
    all('b,q,small:first-of-type', law).forEach(function (part) { tip.appendChild(part.cloneNode(true)); });
    tip.classList.add('law');
    doc.body.appendChild(tip);
    link.setAttribute('aria-describedby', tip.id);
    var top = box.bottom + 6;
    if (top + tip.offsetHeight > innerHeight - 8) top = Math.max(8, box.top - tip.offsetHeight - 6);
    tip.style.top = top + 'px';
    tip.style.left = Math.max(12, Math.min(box.left, innerWidth - tip.offsetWidth - 12)) + 'px';
  }
  all('.cite').forEach(function (link) {
    on(link, 'mouseenter focus', function () { showLaw(link); });
    on(link, 'mouseleave blur', hideLaw);
    on(link, 'click', function (event) {
      event.preventDefault();
      event.stopPropagation();
      showLaw(link);
    });
  });

  /* A line from the mark to its note while either is pointed at or focused. */
  var SVG = 'http://www.w3.org/2000/svg', wire = null;
  function hits(id) { return all('.hit[href="#' + id + '"],.hit[href="#n' + id + '"]'); }
  function hot(note, lit) {
    if (!note) return;
    var mark = markOf(note);
    hits(bare(note.id)).forEach(function (hit) { toggle(hit, 'hot', lit); });
    toggle(note, 'hot', lit);
    if (wire) { wire.remove(); wire = null; }
    if (!lit || !wide.matches || !note.offsetHeight) return;
    var row = note.closest('.row'), box = boxOf(row), from = mark.getClientRects()[0];
    var to = boxOf(note), edge = boxOf(row.firstElementChild).right + 4;
    var bend = (edge + to.left) / 2 - box.left, path = doc.createElementNS(SVG, 'path');
    path.setAttribute('d', 'M' + (from.right - box.left) + ' ' + (from.bottom - box.top - 1) + 'H' + bend +
      'V' + (to.top - box.top + 11) + 'H' + (to.left - box.left));
    wire = doc.createElementNS(SVG, 'svg');
    wire.setAttribute('class', 'wire ' + gradeOf(note));
    wire.appendChild(path);
    row.appendChild(wire);
  }
  function noteFor(event) {
    var element = event.target.closest && event.target.closest('.hit,.notes .note');
    return element && noteOf[bare(element.hash ? element.hash.slice(1) : element.id)];
  }
  all('.agreement').forEach(function (agreement) {
    on(agreement, 'mouseover focusin', function (event) { hot(noteFor(event), true); });
    on(agreement, 'mouseout focusout', function (event) { hot(noteFor(event), false); });
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
    var below = boxOf(hit).bottom, top = boxOf(note).top;
    if (below > top - 16) scrollBy(0, below - top + 24);
  }
  on(doc, 'click', function (event) {
    var hit = event.target.closest('.hit'), head = event.target.closest('.notes .head');
    var note = hit && noteOf[bare(hit.hash.slice(1))];
    if (note) {
      event.preventDefault();
      if (wide.matches) note.scrollIntoView({block: 'nearest'}); else show(note, hit);
    } else if (head && open) {
      event.preventDefault();
      shut(true);
    } else if (open && (!event.target.closest('.note') || event.target.closest('.name'))) shut();
  });
  /* Opened by its address: from here on the script holds the sheet, or two could lie on each other. */
  var asked = !wide.matches && location.hash[1] === 'n' && noteOf[bare(location.hash.slice(1))];
  if (asked) {
    location.replace('#' + markOf(asked).id);
    show(asked, markOf(asked));
  }
  on(doc, 'keydown', function (event) {
    if (event.key !== 'Escape') return;
    if (tip) hideLaw(); else shut(true);
  });

  /* Filters: by grade (in the style), by category (here); say how many are left, for those who do not see it. */
  function tell(report) {
    levelAll();
    var left = all('.term section', report).filter(function (part) { return part.offsetHeight; }).length;
    report.querySelector('.live').textContent = '现在显示' + left + '处';
  }
  all('.report').forEach(function (report) {
    var names = {}, box = report.querySelector('.filters fieldset');
    all('.term', report).forEach(function (term) {
      var name = term.querySelector('.kick span');
      if (name) (names[name.textContent] = names[name.textContent] || []).push(term);
    });
    all('.chip input', report).forEach(function (chip) { on(chip, 'change', function () { tell(report); }); });
    if (Object.keys(names).length < 2) return;
    var select = make('select');
    select.setAttribute('aria-label', '只看一类');
    select.appendChild(make('option', '', '全部类别')).value = '';
    Object.keys(names).forEach(function (name) { select.appendChild(make('option', '', name)).value = name; });
    box.insertBefore(select, box.querySelector('.jump'));
    on(select, 'change', function () {
      all('.term', report).forEach(function (term) {
        var off = select.value !== '' && names[select.value].indexOf(term) < 0;
        toggle(term, 'off', off);
        all('section', term).forEach(function (part) {
          toggle(byId('n' + part.id), 'off', off);
          hits(part.id).forEach(function (hit) { toggle(hit, 'off', off); });
        });
      });
      tell(report);
    });
  });

  /* The strip and the rail, which is the strip stood on end: a click leads to the nearest mark. */
  var rails = all('.report').map(function (report) {
    var track = report.querySelector('.track'), rail = report.querySelector('.rail');
    if (!track) return null;
    var marks = track.dataset.at.split(' ').filter(Boolean).map(function (mark) {
      var parts = /^(\d+)(.+)$/.exec(mark);
      return {place: +parts[1], ref: 'm' + report.id.slice(0, -3) + parts[2]};
    });
    var rows = all('.row', report), counted = 0;
    var starts = rows.map(function (row) {
      var start = counted;
      counted += row.firstElementChild.textContent.length;
      return start;
    });
    var chars = counted || 1, length = +track.dataset.chars || chars;
    function nearest(share) {
      var wanted = share * length;
      return marks.reduce(function (best, mark) {
        return !best || Math.abs(mark.place - wanted) < Math.abs(best.place - wanted) ? mark : best;
      }, null);
    }
    function lead(element, share) {
      on(element, 'click', function (event) {
        var mark = nearest(share(event)), target = mark && byId(mark.ref);
        if (target) { target.scrollIntoView({block: 'center'}); if (target.focus) target.focus({preventScroll: true}); }
      });
      on(element, 'mousemove', function (event) {
        var mark = nearest(share(event)), note = mark && noteOf[bare(mark.ref)];
        element.parentNode.title = note ? note.textContent.slice(0, 40) : '';
      });
    }
    lead(track, function (event) { var box = boxOf(track); return (event.clientX - box.left) / box.width; });
    var stood = track.cloneNode(true), group = doc.createElementNS(SVG, 'g');
    all('path', stood).forEach(function (path) { group.appendChild(path); });
    group.setAttribute('transform', 'matrix(0 1 -1 0 38 0)');
    stood.appendChild(group);
    stood.setAttribute('class', '');
    stood.setAttribute('viewBox', '-8 0 46 1000');
    rail.appendChild(stood);
    lead(stood, function (event) { var box = boxOf(stood); return (event.clientY - box.top) / box.height; });
    return {total: chars, pane: rail.appendChild(make('span')), lines: rows, begins: starts};
  }).filter(Boolean);
  /* Which characters are on the screen now. */
  function charAt(rail, y) {
    for (var i = 0; i < rail.lines.length; i++) {
      var box = boxOf(rail.lines[i]), start = rail.begins[i];
      var end = i + 1 < rail.lines.length ? rail.begins[i + 1] : rail.total;
      if (y < box.top) return start;
      if (y <= box.bottom) return start + (end - start) * (y - box.top) / box.height;
    }
    return rail.total;
  }
  function frame() {
    if (!wide.matches) return;
    rails.forEach(function (rail) {
      var from = charAt(rail, 72), to = charAt(rail, innerHeight);
      rail.pane.hidden = to - from < 1;
      rail.pane.style.top = from / rail.total * 100 + '%';
      rail.pane.style.height = (to - from) / rail.total * 100 + '%';
    });
  }
  var pending = false;
  on(window, 'scroll', function () {
    if (tip && doc.activeElement === cited) showLaw(cited); else hideLaw();
    if (pending) return;
    pending = true;
    requestAnimationFrame(function () { pending = false; frame(); });
  });
  on(window, 'resize', function () { levelAll(); frame(); });
  levelAll();
  requestAnimationFrame(frame); /* measured once the browser has laid out what was just moved */

  all('.copy').forEach(function (button) {
    if (!navigator.clipboard) return;
    button.hidden = false;
    on(button, 'click', function () {
      navigator.clipboard.writeText(button.previousElementSibling.textContent.trim()).then(function () {
        button.textContent = '已复制';
      });
    });
  });
})();
