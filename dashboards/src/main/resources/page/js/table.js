// SPDX-License-Identifier: Apache-2.0
// Tables that may be long: only the rows in sight stand in the document, so that 200 specialists times 38 objectives
// are no more to draw than eight.

import { h } from './dom.js';
import { changed } from './model.js';

const ROW = 40;
const IN_SIGHT = 10;
const SPARE = 4;

const scrolled = new Map();
const placed = new WeakSet();

/**
 * A table in a region of its own that scrolls, sideways on narrow screens too.
 *
 * @param id names its scroll position
 * @param caption what it lists, for people who cannot see it
 * @param columns {title, sort: null or {active, onclick}, numeric}
 * @param rows anything; `cells(row)` gives one content a column (the first is the row's heading), `keyOf(row)` its identity
 * @param tall whether rows may wrap and stand all in the document; for short lists
 */
export function table({ id, caption, columns, rows, cells, keyOf, tall = false }) {
  const cut = !tall && rows.length > IN_SIGHT + SPARE;
  if (!cut) {
    scrolled.delete(id); // it stands at its top, and may be cut again
  }
  const first = cut ? Math.min(Math.max(0, Math.floor((scrolled.get(id) ?? 0) / ROW) - SPARE), Math.max(0, rows.length - IN_SIGHT)) : 0;
  const last = cut ? Math.min(rows.length, first + IN_SIGHT + 2 * SPARE) : rows.length;
  const space = (key, n) =>
    cut && n > 0
      ? h('tr', { key, class: 'space', 'aria-hidden': 'true', css: { height: `${n * ROW}px` } }, h('td', { colspan: columns.length }))
      : null;
  return h(
    'div',
    {
      class: `region${cut ? ' cut' : ''}${tall ? ' tall' : ''}`,
      key: `table-${id}`,
      tabindex: '0',
      role: 'region',
      'aria-label': caption,
      onscroll: cut ? (event) => remember(id, event.currentTarget.scrollTop) : null,
      onkeydown: arrows,
    },
    h(
      'table',
      { 'aria-rowcount': cut ? rows.length + 1 : null },
      h('caption', { class: 'unseen' }, caption),
      h('thead', null, h('tr', { 'aria-rowindex': cut ? 1 : null }, columns.map(heading))),
      h(
        'tbody',
        null,
        space('space-before', first),
        rows.slice(first, last).map((row, i) =>
          h('tr', { key: `row-${keyOf(row)}`, 'aria-rowindex': cut ? first + i + 2 : null }, cells(row).map((cell, column) =>
            column === 0
              ? h('th', { scope: 'row' }, cell)
              : h('td', { class: columns[column].numeric ? 'numeric' : null }, cell)))),
        space('space-after', rows.length - last),
      ),
    ),
  );
}

/** Has cut tables that were just made stand where they were left: the rows that are drawn are those in sight there. */
export function placeTables() {
  for (const region of document.querySelectorAll('.region.cut')) {
    const id = region.dataset.key.slice('table-'.length);
    if (region.clientHeight === 0) {
      if (scrolled.delete(id)) {
        changed(); // in a closed disclosure nothing can be scrolled: it opens at its top
      }
    } else if (!placed.has(region)) {
      placed.add(region);
      region.scrollTop = scrolled.get(id) ?? 0;
    }
  }
}

function heading({ title, sort, numeric }) {
  return h(
    'th',
    { scope: 'col', class: numeric ? 'numeric' : null, 'aria-sort': sort?.active ? sort.direction : null },
    sort ? h('button', { type: 'button', class: 'sort', onclick: sort.onclick }, title, h('span', { 'aria-hidden': 'true' }, sort.active ? ' ▾' : '')) : title,
  );
}

function remember(id, top) {
  const step = Math.floor(top / ROW);
  if (Math.floor((scrolled.get(id) ?? 0) / ROW) !== step) {
    scrolled.set(id, top);
    changed();
  }
}

/** Up and down go from row to row in the same column. */
function arrows(event) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const row = event.target.closest('tbody tr');
  if (!step || !row) {
    return;
  }
  const column = event.target.closest('th, td')?.cellIndex ?? 0;
  let next = row;
  do {
    next = step > 0 ? next.nextElementSibling : next.previousElementSibling;
  } while (next && !next.cells[column]?.querySelector('a, button'));
  if (next) {
    event.preventDefault();
    next.cells[column].querySelector('a, button').focus();
  }
}
