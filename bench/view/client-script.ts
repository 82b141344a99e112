/**
 * What the viewer's pages do in the browser: an index that is drawn again when it changes, and a report that is exchanged for a newer one where
 * the reader is in it. Without it everything works after a reload.
 */
export const clientScript = `'use strict';
(() => {
  const root = document.querySelector('[data-events]');
  if (root === null) return;
  const say = (id, text) => {
    const place = document.getElementById(id);
    if (place !== null && place.textContent !== text) place.textContent = text;
  };
  const events = new EventSource(root.dataset.events);
  events.onopen = () => say('connection', '');
  events.onerror = () => say('connection', 'numa-lab view no longer answers; this is the last it said');

  const drawIndex = async () => {
    const answer = await fetch('/');
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
    const fresh = page.getElementById('runs');
    const old = document.getElementById('runs');
    // What is said instead of an index, such as that the folder is gone, stands above the last one that there was.
    say('connection', fresh === null ? page.querySelector('main p')?.textContent ?? '' : '');
    if (old === null || fresh === null) return;
    const hadFocus = document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.getAttribute('href');
    const scrolled = old.querySelector('.scroll')?.scrollLeft ?? 0;
    for (const chosen of old.querySelectorAll('input:checked')) {
      for (const input of fresh.querySelectorAll('input[name="' + chosen.name + '"]'))
        if (input.value === chosen.value) input.checked = true;
    }
    old.replaceWith(document.adoptNode(fresh));
    const scroll = fresh.querySelector('.scroll');
    if (scroll !== null) scroll.scrollLeft = scrolled;
    for (const element of fresh.querySelectorAll('a, input, [tabindex]'))
      if (hadFocus && [element.getAttribute('aria-label'), element.getAttribute('href')].includes(hadFocus)) element.focus();
  };

  // What the reader has opened and chosen, found again by what does not change between two reports of a run.
  const keyOf = (element) =>
    [element.tagName, element.id, element.dataset.target ?? '', element.closest('section, figure')?.id ?? '',
      element.tagName === 'DETAILS' ? element.querySelector('summary')?.textContent : ''].join(' ');
  const carry = (from, to) => {
    const choices = 'details, select[id], input[id], input[data-target]';
    const twins = new Map([...to.querySelectorAll(choices)].map((element) => [keyOf(element), element]));
    for (const element of from.querySelectorAll(choices)) {
      const twin = twins.get(keyOf(element));
      if (twin === undefined) continue;
      if (twin.tagName === 'DETAILS') twin.open = element.open;
      else if (twin.value !== element.value || twin.checked !== element.checked) {
        twin.value = element.value;
        twin.checked = element.checked;
        twin.dispatchEvent(new Event('input', { bubbles: true }));
        twin.dispatchEvent(new Event('change', { bubbles: true }));
      }
    }
  };

  let loading = null;
  let wanted = null;
  const exchangeReport = (version) => {
    if (loading !== null) {
      wanted = version;
      return;
    }
    loading = version;
    const old = document.getElementById('report');
    const fresh = document.createElement('iframe');
    fresh.title = old.title;
    fresh.className = 'incoming';
    fresh.style.width = old.clientWidth + 'px';
    fresh.style.height = old.clientHeight + 'px';
    fresh.src = location.pathname + '/report?version=' + encodeURIComponent(version);
    fresh.addEventListener('load', () => settle(old, fresh, performance.now() + 2000), { once: true });
    old.after(fresh);
  };

  // Charts are drawn after the load, and until then the page may be too short for the place the reader was at.
  const settle = (old, fresh, latest) => {
    carry(old.contentDocument, fresh.contentDocument);
    const attempt = () => {
      const { scrollX, scrollY } = old.contentWindow;
      fresh.contentWindow.scrollTo(scrollX, scrollY);
      const isThere = Math.abs(fresh.contentWindow.scrollY - scrollY) < 2;
      if (!isThere && performance.now() < latest) return requestAnimationFrame(attempt);
      const hadFocus = document.activeElement === old;
      const focused = old.contentDocument.activeElement?.id;
      old.remove();
      fresh.id = 'report';
      fresh.removeAttribute('class');
      fresh.removeAttribute('style');
      if (hadFocus) {
        fresh.focus();
        if (focused) fresh.contentDocument.getElementById(focused)?.focus({ preventScroll: true });
      }
      fresh.contentWindow.scrollTo(scrollX, scrollY);
      loading = null;
      const next = wanted;
      wanted = null;
      if (next !== null) exchangeReport(next);
    };
    attempt();
  };

  const handlers = {
    runs: () => drawIndex(),
    progress: ({ text, done, planned, state }) => {
      say('progress', text);
      const bar = document.getElementById('done');
      if (bar === null) return;
      bar.max = planned;
      bar.value = done;
      bar.hidden = state === 'ended';
    },
    report: ({ version }) => exchangeReport(version),
    end: () => {
      document.getElementById('early')?.remove();
      events.close();
    },
    gone: () => {
      say('progress', 'the run directory is gone; this is the last that was read of it');
      events.close();
    },
  };
  for (const [name, handle] of Object.entries(handlers))
    events.addEventListener(name, (event) => handle(JSON.parse(event.data)));
})();
`;
