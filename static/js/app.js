/* Page behaviours. Every page works without this file; it only shortens the way.
   Baseline Chromium 90. No inline styles, no eval, nothing kept in the browser but switches. */
(() => {
  'use strict';
  const $ = (s, r = document) => r.querySelector(s);
  const $$ = (s, r = document) => Array.from(r.querySelectorAll(s));
  const remembered = (name) => { try { return localStorage.getItem(name) === 'on'; } catch (e) { return false; } };
  const remember = (name, on) => { try { localStorage.setItem(name, on ? 'on' : 'off'); } catch (e) { /* private window */ } };
  const composing = (e) => e.isComposing || e.keyCode === 229;
  const isField = (el) => /^(INPUT|TEXTAREA|SELECT)$/.test(el.tagName) && !/^(checkbox|radio|button|submit)$/.test(el.type);

  /* ---- "settled": what lists and live panels listen to. An input method sends input events for every
     letter of a syllable; only what has been committed counts. ---- */
  const settled = (el) => el.dispatchEvent(new CustomEvent('settled', { bubbles: true }));
  document.addEventListener('input', (e) => { if (!e.isComposing) settled(e.target); });
  document.addEventListener('compositionend', (e) => settled(e.target));

  /* ---- status line for the blind and for background work ---- */
  function say(text, tone) {
    const box = $('#messages'); if (!box) return;
    const line = document.createElement('div');
    line.className = 'note ' + (tone || '');
    const p = document.createElement('p'); p.textContent = text; line.append(p);
    const close = document.createElement('button');
    close.type = 'button'; close.className = 'close'; close.dataset.dismiss = ''; close.setAttribute('aria-label', '关闭'); close.textContent = '×';
    line.append(close); box.append(line);
    if (tone === 'ok') fade(line);
  }
  document.addEventListener('say', (e) => say(e.detail.text, e.detail.tone));
  const fade = (line) => setTimeout(() => line.remove(), 6000);
  $$('[data-fades]').forEach(fade);

  /* ---- keyboard ---- */
  const off = () => remembered('keys-off');
  let went = 0; /* time of the last "g" */
  const goto = { w: '.brand', d: '[data-go="inbox"]', x: '[data-go="bell"]' };
  function press(selector) { const el = $(selector); if (el && !el.disabled) { el.focus(); el.click(); return true; } return false; }

  function withAlt(e) {
    const act = { t: '[data-key="Alt T"]', b: '[data-key="Alt B"]', n: '[data-key="Alt N"]' }[e.key.toLowerCase()];
    if (act && press(act)) e.preventDefault();
  }
  function withCtrl(e) {
    const key = e.key.toLowerCase();
    if (key === 'k') { e.preventDefault(); const q = $('#q'); if (q) { q.focus(); q.select(); } }
    if (key === 's') { e.preventDefault(); if (autosave.form) autosave.now(true); else press('[data-save-draft]'); }
    if (e.key === 'Enter') {
      const form = e.target.form || $$('form[data-main]').find((f) => f.offsetParent);
      const main = form && ($('[type=submit].btn-primary', form) || $(`.btn-primary[form="${form.id}"]`));
      if (main && !main.disabled) { e.preventDefault(); main.click(); } else if (form && form.requestSubmit) { e.preventDefault(); form.requestSubmit(); }
    }
  }
  function letter(e) {
    const now = Date.now();
    if (e.key === '/') { e.preventDefault(); const q = $('#q'); if (q) q.focus(); return; }
    if (e.key === '?' || e.key === '？') { e.preventDefault(); showKeys(); return; }
    if (e.key === 'g') { went = now; return; }
    if (now - went < 1200 && goto[e.key]) { went = 0; const a = $(goto[e.key]); if (a) { e.preventDefault(); location.href = a.href; } return; }
    if (e.key === 'n') { const a = $('[data-new]'); if (a) { e.preventDefault(); a.click(); } return; }
    rows.key(e);
  }
  document.addEventListener('keydown', (e) => {
    if (composing(e)) return;
    if (e.key === 'Escape') { closeAll(e.target); return; }
    if (e.altKey && !e.ctrlKey && !e.metaKey) { withAlt(e); return; }
    if (e.ctrlKey || e.metaKey) { withCtrl(e); return; }
    if (isField(e.target)) { enterNext(e); return; }
    if (!off() || e.key === 'Enter') letter(e);
  });
  function closeAll(target) {
    $$('.drawer').forEach((d) => { d.hidden = true; });
    $$('details.menu[open]').forEach((d) => { d.open = false; });
    $$('.sidenav.open').forEach((n) => n.classList.remove('open'));
    if (beside()) groups.filter((d) => d.open).forEach((d) => { if (d.contains(target)) $('summary', d).focus(); put(d); });
    if (isField(target)) target.blur();
  }
  function showKeys() { const d = $('#keys'); if (d && d.showModal && !d.open) d.showModal(); }

  /* Enter goes to the next field (an old habit of data entry); off until chosen. It never submits by accident a
     form marked data-main. */
  function enterNext(e) {
    if (e.key !== 'Enter' || e.target.tagName === 'TEXTAREA' || !e.target.form) return;
    const form = e.target.form;
    if (remembered('enter-next') && form.method === 'post') {
      const all = $$('input:not([type=hidden]), select, textarea, button', form).filter((f) => !f.disabled && f.offsetParent);
      const next = all[all.indexOf(e.target) + 1];
      if (next) { e.preventDefault(); next.focus(); if (next.select) next.select(); }
    } else if (form.hasAttribute('data-main')) { e.preventDefault(); }
  }

  /* ---- rows of a list: J K X Enter, click, bulk selection ---- */
  const rows = {
    table: () => $('[data-rows]'),
    list(t) { return $$('tbody tr', t); },
    key(e) {
      const t = this.table(); if (!t) return;
      const all = this.list(t); let i = all.findIndex((r) => r.getAttribute('aria-selected') === 'true');
      if (e.key === 'j' || e.key === 'k') { i = Math.min(all.length - 1, Math.max(0, i + (e.key === 'j' ? 1 : -1))); if (all[i]) { this.pick(all, i); e.preventDefault(); } }
      if (e.key === 'x' && i >= 0) { const c = $('input[type=checkbox]', all[i]); if (c) { c.checked = !c.checked; this.count(); } }
      if (e.key === 'Enter' && i >= 0 && e.target === document.body) { const a = $('a', all[i]); if (a) a.click(); }
    },
    pick(all, i) {
      all.forEach((r, n) => r.setAttribute('aria-selected', String(n === i)));
      all[i].scrollIntoView({ block: 'nearest' });
      settledRow(all[i]);
    },
    count() {
      const boxes = $$('[data-rows] tbody input[type=checkbox]'); const n = boxes.filter((b) => b.checked).length;
      $$('[data-picked]').forEach((o) => { o.textContent = n; });
      $$('[data-bulk-action]').forEach((b) => { b.disabled = n === 0; });
      $$('[data-pick-all]').forEach((b) => { b.checked = n > 0 && n === boxes.length; b.indeterminate = n > 0 && n < boxes.length; });
    },
  };
  /* The preview beside a list listens to this event: data-hx-trigger="row-picked". */
  const settledRow = (tr) => tr.dispatchEvent(new CustomEvent('row-picked', { bubbles: true }));
  document.addEventListener('click', (e) => {
    const all = e.target.closest('[data-pick-all]');
    if (all) { $$('[data-rows] tbody input[type=checkbox]').forEach((b) => { b.checked = all.checked; }); rows.count(); return; }
    const tr = e.target.closest('[data-rows] tbody tr'); if (!tr) return;
    if (e.target.type === 'checkbox') { rows.count(); return; }
    if (e.target.closest('a, button, label, select')) return;
    rows.pick(rows.list(tr.closest('table')), rows.list(tr.closest('table')).indexOf(tr));
  });

  /* ---- small switches ---- */
  const clicks = {
    '[data-dismiss]': (b) => { const box = b.closest('.note'); if (box.hasAttribute('data-session-bar')) box.hidden = true; else box.remove(); },
    '[data-close]': (b) => { b.closest('.drawer').hidden = true; },
    '[data-close-dialog]': (b) => b.closest('dialog').close(),
    '[data-open-dialog]': (b) => { const d = document.getElementById(b.dataset.openDialog); if (d && d.showModal) d.showModal(); },
    '[data-keys]': showKeys,
    '[data-menu]': (b) => { const open = $('#sidenav').classList.toggle('open'); b.setAttribute('aria-expanded', String(open)); },
    '[data-print]': () => window.print(),
    '[data-toggle-password]': (b) => { const i = $('input', b.parentElement); i.type = i.type === 'password' ? 'text' : 'password'; b.setAttribute('aria-pressed', String(i.type === 'text')); },
    '[role=tab]': (t) => openTab(t),
  };
  document.addEventListener('click', (e) => {
    Object.keys(clicks).forEach((s) => { const b = e.target.closest(s); if (b) clicks[s](b, e); });
    $$('details.menu[open]').forEach((d) => { if (!d.contains(e.target)) d.open = false; });
  });
  function openTab(tab) {
    $$('[role=tab]', tab.closest('[role=tablist]')).forEach((x) => {
      const on = x === tab; x.setAttribute('aria-selected', String(on)); x.tabIndex = on ? 0 : -1;
      const p = document.getElementById(x.getAttribute('aria-controls')); if (p) p.hidden = !on;
    });
  }
  document.addEventListener('keydown', (e) => {
    const tab = e.target.closest && e.target.closest('[role=tab]'); if (!tab || !/^Arrow(Left|Right)$/.test(e.key)) return;
    const all = $$('[role=tab]', tab.closest('[role=tablist]'));
    const next = all[(all.indexOf(tab) + (e.key === 'ArrowRight' ? 1 : all.length - 1)) % all.length];
    next.focus(); openTab(next);
  });
  document.addEventListener('change', (e) => {
    const el = e.target;
    if (el.closest('.choice')) $$('.choice input').forEach((x) => x.closest('.choice').classList.toggle('on', x.checked));
    if (el.dataset.enables) $(el.dataset.enables).disabled = !el.checked;
    if (el.hasAttribute('data-keys-off')) remember('keys-off', el.checked);
    if (el.hasAttribute('data-enter-next')) remember('enter-next', el.checked);
    /* Filters apply on change; a text field applies on Enter. */
    const form = el.closest('form.filters, form[data-apply]');
    if (form && (el.tagName === 'SELECT' || el.type === 'checkbox')) form.requestSubmit ? form.requestSubmit() : form.submit();
  });
  $$('[data-keys-off]').forEach((c) => { c.checked = off(); });
  $$('[data-enter-next]').forEach((c) => { c.checked = remembered('enter-next'); });

  /* ---- groups of the left menu: which are open is remembered; beside the icons of a narrow window one at a time ---- */
  const groups = $$('.sidenav details');
  const beside = () => window.matchMedia('(max-width: 1240px)').matches && !$('.sidenav.open');
  const put = (d) => { if (!d.hasAttribute('data-kept')) d.open = false; };
  document.addEventListener('click', (e) => {
    const head = e.target.closest('.sidenav summary'); const own = head && head.parentElement;
    if (beside()) {
      groups.forEach((d) => { if (d !== own) put(d); });
      if (own && own.hasAttribute('data-kept')) { e.preventDefault(); own.removeAttribute('data-kept'); }
    } else if (own) {
      own.removeAttribute('data-kept');
      setTimeout(() => { document.cookie = 'menu=' + groups.filter((d) => d.open).map((d) => d.dataset.group).join('.') + '; path=/; max-age=31536000; samesite=lax' + (location.protocol === 'https:' ? '; secure' : ''); }, 0);
    }
  });

  /* ---- forms ---- */
  const summary = $('#errsum'); if (summary) summary.focus();
  document.addEventListener('click', (e) => {
    const a = e.target.closest('.errsum a'); if (!a) return;
    const field = document.getElementById(a.hash.slice(1)); if (field) { e.preventDefault(); field.focus(); field.scrollIntoView({ block: 'center' }); }
  });
  /* A resident number must not come into an address: a list's own box hands it to the form that posts it. */
  document.addEventListener('submit', (e) => {
    const box = e.target.matches('form.filters[method=get]') && $('input[name=q]', e.target);
    if (!box || !/^\d{7,}[\dXxOo]*$/.test(box.value.normalize('NFKC').replace(/\s/g, ''))) return;
    e.preventDefault();
    const number = $('[data-number]');
    if (number) { number.value = box.value; box.value = ''; number.form.requestSubmit ? number.form.requestSubmit() : number.form.submit(); } else say('证件号码不能写在地址里，请在页面上方的搜索框中输入。', 'warn');
  });
  /* A second click on a form under way does nothing; the server's submit token is the real guard. */
  document.addEventListener('submit', (e) => {
    const form = e.target; if (form.method !== 'post' || form.hasAttribute('data-hx-post')) return;
    if (form.dataset.sent) { e.preventDefault(); return; }
    form.dataset.sent = '1';
    setTimeout(() => { delete form.dataset.sent; }, 8000);
  });
  window.addEventListener('pageshow', () => $$('form[data-sent]').forEach((f) => { delete f.dataset.sent; }));

  /* A native date picker where there is one; the field itself stays text and forgives. */
  function datePicker(input) {
    const real = document.createElement('input');
    if (!real.showPicker || input.readOnly || input.disabled || input.dataset.ready) return;
    input.dataset.ready = '1';
    const box = document.createElement('div'); box.className = 'date-box'; input.replaceWith(box);
    const open = document.createElement('button'); open.type = 'button'; open.className = 'btn'; open.tabIndex = -1; open.setAttribute('aria-label', '从日历中选日期');
    open.append(iconLike('calendar'));
    real.type = 'date'; real.tabIndex = -1; real.setAttribute('aria-hidden', 'true');
    box.append(input, open, real);
    open.addEventListener('click', () => { real.value = /^\d{4}-\d\d-\d\d$/.test(input.value) ? input.value : ''; real.showPicker(); });
    real.addEventListener('change', () => { input.value = real.value; input.dispatchEvent(new Event('input', { bubbles: true })); input.dispatchEvent(new Event('change', { bubbles: true })); });
  }
  function iconLike(name) {
    const any = $('svg.icon use'); const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
    svg.setAttribute('class', 'icon'); svg.setAttribute('aria-hidden', 'true');
    if (any) { const use = document.createElementNS('http://www.w3.org/2000/svg', 'use'); use.setAttribute('href', any.getAttribute('href').split('#')[0] + '#' + name); svg.append(use); }
    return svg;
  }
  function longSelects(root) {
    if (!window.TomSelect) return;
    $$('select[data-long]', root).forEach((s) => { if (!s.tomselect) new window.TomSelect(s, { searchField: ['text', 'pinyin'], maxOptions: 400, render: { no_results: () => '<div class="no-results">没有符合的选项</div>' } }); });
  }
  const ready = (root) => { $$('input[data-date]', root).forEach(datePicker); longSelects(root); };
  ready(document);
  document.addEventListener('htmx:load', (e) => ready(e.detail.elt));

  /* ---- autosave: <form data-autosave="URL">; the server keeps the draft, the page says when. One at a time, so
     that an older state never arrives after a newer one; the answer tells the revision the window now holds. ---- */
  const autosave = {
    form: $('form[data-autosave]'), dirty: false, busy: false, asked: false, timer: 0,
    start() {
      if (!this.form) return;
      this.form.addEventListener('settled', () => { this.dirty = true; this.soon(4000); });
      this.form.addEventListener('change', () => { this.dirty = true; this.soon(1000); });
      this.form.addEventListener('focusout', (e) => { const s = e.target.closest('section'); if (this.dirty && s && !s.contains(e.relatedTarget)) this.now(); });
      window.addEventListener('beforeunload', (e) => { if (this.dirty && !this.form.dataset.sent) { this.now(); e.preventDefault(); e.returnValue = ''; } });
    },
    soon(ms) { clearTimeout(this.timer); this.timer = setTimeout(() => this.now(), ms); },
    typed() { const data = new FormData(this.form); for (const [name, value] of Array.from(data)) if (typeof value !== 'string') data.delete(name); return data; },
    /* ``asked`` by a key: the place in the form is kept, and it is said when it is saved. */
    async now(asked) {
      if (!this.form || this.form.dataset.sent) return;
      this.asked = this.asked || Boolean(asked);
      if (this.busy) { this.soon(500); return; }
      clearTimeout(this.timer); this.dirty = false; this.busy = true;
      try {
        const r = await fetch(this.form.dataset.autosave, { method: 'POST', body: this.typed(), keepalive: true, headers: { 'X-CSRFToken': csrf(), 'X-Requested-With': 'autosave' } });
        if (r.status === 409) { this.stale(await r.json()); return; }
        if (!r.ok || r.redirected) throw r;
        this.saved(await r.json());
      } catch (r) { this.dirty = true; failed(r.redirected ? 401 : r.status || 0); } finally { this.busy = false; }
    },
    saved(told) {
      session.start(session.seconds);
      if (this.asked) say('草稿已保存。', 'ok');
      this.asked = false;
      const revision = $('input[name=revision]', this.form); if (revision && told.revision) revision.value = told.revision;
      $$('[data-autosave-state]').forEach((o) => { o.lastChild.textContent = '草稿已自动保存 ' + told.saved_at; o.hidden = false; });
    },
    stale(told) {
      this.dirty = true;
      if (!$('[data-autosave-stale]')) { say(told.message, 'danger'); $('#messages').lastChild.dataset.autosaveStale = ''; }
      $$('[data-autosave-state]').forEach((o) => { o.lastChild.textContent = '本页内容还没有保存'; });
    },
  };
  autosave.start();

  /* ---- talking to the server ---- */
  const csrf = () => { const m = $('meta[name=csrf-token]'); return m ? m.content : ''; };
  function failed(status) {
    const texts = { 401: '登录已超时，内容还在本页。', 403: '登录已超时或岗位已变，内容还在本页。', 419: '登录已超时，内容还在本页。', 0: '网络不通，内容还在本页，请稍后再点保存。' };
    if (session.bar && [401, 403, 419].includes(status)) { session.over(texts[status]); return; }
    say(texts[status] || '系统暂时没有完成这一步，内容还在本页，请稍后再试。', 'danger');
  }
  document.addEventListener('htmx:configRequest', (e) => { e.detail.headers['X-CSRFToken'] = csrf(); });
  document.addEventListener('htmx:beforeRequest', (e) => { if (e.detail.target) e.detail.target.setAttribute('aria-busy', 'true'); });
  document.addEventListener('htmx:afterRequest', (e) => { if (e.detail.target) e.detail.target.removeAttribute('aria-busy'); });
  /* A stale version and refused input carry a page part to show; other errors are said in one line. */
  document.addEventListener('htmx:beforeSwap', (e) => { if ([409, 422].includes(e.detail.xhr.status)) { e.detail.shouldSwap = true; e.detail.isError = false; } });
  /* A late answer may bring parts for rows that were taken away meanwhile: they are left out. */
  document.addEventListener('htmx:beforeSwap', (e) => {
    const answer = document.createElement('template');
    answer.innerHTML = e.detail.serverResponse || '';
    const gone = $$('[data-hx-swap-oob]', answer.content).filter((part) => !document.getElementById(part.id));
    if (gone.length) { gone.forEach((part) => part.remove()); e.detail.serverResponse = answer.innerHTML; }
  });
  document.addEventListener('htmx:responseError', (e) => failed(e.detail.xhr.status));
  document.addEventListener('htmx:sendError', () => failed(0));
  document.addEventListener('htmx:timeout', () => failed(0));
  document.addEventListener('htmx:afterSwap', (e) => { const n = e.detail.target.dataset.count; if (n) say('共 ' + n + ' 条', ''); });

  /* ---- the session: a warning five minutes ahead that can be answered, and the way back after it ended.
     <body data-session-seconds="900"> ---- */
  const session = {
    bar: $('[data-session-bar]'), seconds: Number(document.body.dataset.sessionSeconds || 0), timers: [], end: 0, leaving: false,
    start(left) {
      this.timers.forEach(clearTimeout);
      if (!this.bar || !left) return;
      this.bar.hidden = true; this.end = Date.now() + left * 1000;
      this.timers = [
        setTimeout(() => this.say('5 分钟后将自动退出，未保存的内容请先保存。', true), Math.max(left - 300, 0) * 1000),
        setTimeout(async () => { if (await this.token(true)) this.start(this.seconds); else this.over('登录已超时，内容还在本页。'); }, left * 1000),
      ];
    },
    /* A timer stands still while the computer sleeps; the clock does not. */
    isOver() { return this.bar && this.end && Date.now() > this.end; },
    say(text, alive) {
      $('[data-session-text]', this.bar).textContent = text;
      $('[data-session-stay]', this.bar).hidden = !alive; $('[data-session-link]', this.bar).hidden = alive;
      this.bar.hidden = false;
    },
    over(text) { this.say(text, false); },
    async stay() {
      try {
        const r = await fetch(this.bar.dataset.keepalive, { method: 'POST', headers: { 'X-CSRFToken': csrf() } });
        if (!r.ok || r.redirected) throw r;
        const left = await r.json();
        this.start(Math.min(left.idle, left.absolute));
      } catch (r) { failed(r.redirected ? 401 : r.status || 0); }
    },
    /* The token of a session that is alive (another window may have kept it), for the forms of this page. */
    async token(background) {
      const r = await fetch(this.bar.dataset.again, { headers: background ? { 'X-Background': '1' } : {} }).catch(() => null);
      if (!r || !r.ok || r.redirected) return '';
      const meta = new DOMParser().parseFromString(await r.text(), 'text/html').querySelector('meta[name=csrf-token]');
      if (!meta) return '';
      $('meta[name=csrf-token]').content = meta.content;
      $$('input[name=csrfmiddlewaretoken]').forEach((i) => { i.value = meta.content; });
      return meta.content;
    },
    async back() {
      if (!this.leaving || !(await this.token())) return;
      this.leaving = false; this.start(this.seconds); say('已重新登录，可以继续办理。', 'ok');
    },
    /* What is sent after the end would be refused and lost: it waits until somebody is signed in. */
    async hold(form, button) {
      if (await this.token()) { this.start(this.seconds); form.dataset.alive = '1'; form.requestSubmit ? form.requestSubmit(button) : form.submit(); } else this.over('登录已超时，内容还在本页。');
    },
  };
  /* A long form asks first whether anybody is still signed in: an account may be switched or ended elsewhere, too. */
  const unsure = (form) => session.bar && (session.isOver() || (form.hasAttribute('data-autosave') && !form.dataset.alive));
  document.addEventListener('submit', (e) => { if (e.target.method === 'post' && unsure(e.target)) { e.preventDefault(); e.stopImmediatePropagation(); session.hold(e.target, e.submitter || undefined); } }, true);
  window.addEventListener('pageshow', () => $$('form[data-alive]').forEach((f) => { delete f.dataset.alive; }));
  session.start(session.seconds);
  document.addEventListener('click', (e) => {
    if (e.target.closest('[data-session-stay]')) session.stay();
    if (e.target.closest('[data-session-link]')) session.leaving = true;
  });
  window.addEventListener('focus', () => session.back());
  document.addEventListener('htmx:afterRequest', (e) => { const h = e.detail.requestConfig && e.detail.requestConfig.headers; if (e.detail.successful && !(h && h['X-Background'])) session.start(session.seconds); });

  /* ---- section anchors follow the scroll ---- */
  const anchors = $$('.anchors a');
  if (anchors.length && 'IntersectionObserver' in window) {
    const seen = (id) => anchors.forEach((a) => { if (a.hash === '#' + id) a.setAttribute('aria-current', 'true'); else a.removeAttribute('aria-current'); });
    const io = new IntersectionObserver((es) => es.forEach((x) => { if (x.isIntersecting) seen(x.target.id); }), { rootMargin: '-100px 0px -70% 0px' });
    $$('section[id]').forEach((s) => io.observe(s));
  }

  /* ---- drop zone: <div class="drop" data-drop><input type="file"></div> ---- */
  $$('[data-drop]').forEach((zone) => {
    const input = $('input[type=file]', zone);
    ['dragover', 'dragleave', 'drop'].forEach((name) => zone.addEventListener(name, (e) => { e.preventDefault(); zone.classList.toggle('over', name === 'dragover'); }));
    zone.addEventListener('drop', (e) => { if (e.dataTransfer.files.length) { input.files = e.dataTransfer.files; input.dispatchEvent(new Event('change', { bubbles: true })); } });
  });
})();
