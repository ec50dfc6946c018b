/* What was typed comes back after the session ended under a submitted form. A form is noted when it is sent, in the
   storage of this tab alone; the next page of ours takes the note away, unless it is the one that says "登录已超时".
   Then it waits until the same account opens the same page again, at most half an hour. Passwords and files are never noted. */
(() => {
  'use strict';
  const NAME = 'typed';
  const AT_MOST = 30 * 60 * 1000;
  const account = document.body.dataset.account || '';
  const here = () => location.pathname + location.search;
  const read = () => { try { return JSON.parse(sessionStorage.getItem(NAME)); } catch (e) { return null; } };
  const write = (note) => { try { sessionStorage.setItem(NAME, JSON.stringify(note)); } catch (e) { /* full or refused */ } };
  const forget = () => { try { sessionStorage.removeItem(NAME); } catch (e) { /* private window */ } };
  const address = (form) => { const url = new URL(form.getAttribute('action') || location.href, location.href); return url.pathname + url.search; };
  const alike = (form) => Array.from(document.querySelectorAll('form')).filter((f) => f.method === 'post' && address(f) === address(form));
  /* Hidden fields belong to the page, not to the person; the version tells what the typing was based on. */
  const kept = (field) => field.name && !/^(hidden|password|file|submit|button|image|reset)$/.test(field.type) || field.name === 'version';

  function values(form) {
    return Array.from(form.elements).filter(kept).map((field) => (
      /^(checkbox|radio)$/.test(field.type) ? [field.name, field.value, field.checked]
        : field.multiple ? [field.name, Array.from(field.selectedOptions, (o) => o.value), null] : [field.name, field.value, null]));
  }
  document.addEventListener('submit', (e) => {
    const form = e.target;
    if (e.defaultPrevented || form.method !== 'post' || !account) return;
    if (form.closest('.topbar')) { if (form.hasAttribute('data-sign-out')) forget(); return; }
    write({ account, page: here(), form: address(form), place: alike(form).indexOf(form), fields: values(form), at: Date.now() });
  });

  function put(field, value, checked) {
    if (checked !== null) { if (field.checked === checked) return false; field.checked = checked; } else if (Array.isArray(value)) {
      Array.from(field.options).forEach((o) => { o.selected = value.includes(o.value); });
    } else { if (field.value === value) return false; field.value = value; }
    if (field.tomselect) field.tomselect.sync();
    ['input', 'change'].forEach((name) => field.dispatchEvent(new Event(name, { bubbles: true })));
    return true;
  }
  function restore(note) {
    const form = Array.from(document.querySelectorAll('form')).filter((f) => f.method === 'post' && address(f) === note.form)[note.place];
    if (!form) return;
    const places = {};
    let changed = 0;
    note.fields.forEach(([name, value, checked]) => {
      const same = Array.from(form.elements).filter((f) => f.name === name && (checked === null || f.value === value));
      const turn = checked === null ? name : name + '=' + value;
      const field = same[places[turn] = (turn in places ? places[turn] + 1 : 0)];
      if (field && put(field, value, checked) && field.type !== 'hidden') changed += 1;
    });
    if (!changed) return;
    for (let up = form.parentElement; up; up = up.parentElement) if (up.tagName === 'DETAILS') up.open = true;
    form.scrollIntoView({ block: 'center' });
    document.dispatchEvent(new CustomEvent('say', { detail: { text: '已放回刚才填写的内容，还没有提交，请核对后再提交。附件要重新选择。', tone: 'warn' } }));
  }

  const note = read();
  const over = document.querySelector('[data-expired]');
  if (!note) return;
  if (Date.now() - note.at > AT_MOST || (account && account !== note.account)) { forget(); return; }
  if (over) {
    write({ ...note, over: true });
    over.hidden = false;
    document.querySelectorAll('[data-not-kept]').forEach((part) => { part.hidden = true; });
    document.querySelectorAll('[data-sign-in]').forEach((a) => { a.href = a.dataset.signIn + '?next=' + encodeURIComponent(note.page); });
  } else if (account && note.over) {
    if (note.page === here()) { forget(); restore(note); }
  } else if (account) { forget(); }
})();
