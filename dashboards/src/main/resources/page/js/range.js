// SPDX-License-Identifier: Apache-2.0
// The time that a view is about, and the ways to another.

import { h } from './dom.js';
import { present } from './model.js';
import { duration, local, utc } from './format.js';
import { adjust, link } from './navigation.js';
import { LONGEST_RANGE_MS, RANGES, rangeOf } from './url.js';

const SHORTEST_MS = 300_000;

/** Goes to a range of fixed times: whole minutes, at least five of them. */
export function zoom(from, to) {
  const middle = (from + to) / 2;
  const half = Math.min(LONGEST_RANGE_MS, Math.max(SHORTEST_MS, to - from)) / 2;
  const start = Math.max(0, Math.floor((middle - half) / 60_000) * 60_000);
  adjust({ from: String(start), to: String(Math.ceil((middle + half) / 60_000) * 60_000), last: undefined });
}

/** Quick ranges, steps, the times in words, and a form for exact ones. */
export function rangeControl(view) {
  const range = rangeOf(view, present());
  const length = range.to - range.from;
  const chosen = range.moving ? (Object.hasOwn(RANGES, view.last ?? '') ? view.last : '24h') : null;
  const step = (title, from, to) => h('button', { type: 'button', onclick: () => zoom(from, to) }, title);
  return h('div', { class: 'range stay', key: 'range' },
    h('nav', { 'aria-label': 'Time range' },
      h('ul', null, Object.keys(RANGES).map((last) =>
        h('li', null, link({ ...view, last, from: null, to: null }, { 'aria-current': chosen === last ? 'true' : null }, last))))),
    h('div', { class: 'steps' },
      step('Earlier', range.from - length / 2, range.to - length / 2),
      step('Later', range.from + length / 2, range.to + length / 2),
      step('Zoom in', range.from + length / 4, range.to - length / 4),
      step('Zoom out', range.from - length / 2, range.to + length / 2),
      range.moving ? step('Fix these times', range.from, range.to) : null),
    h('p', { class: 'times' },
      `${utc(range.from)} to ${utc(range.to)} (${duration(length)}${range.moving ? ', moves on' : ''})`,
      h('span', { class: 'local' }, `${local(range.from)} to ${local(range.to)}`)),
    h('details', { class: 'exact', key: 'exact' },
      h('summary', null, 'Exact times'),
      h('form', { onsubmit: exact },
        h('label', null, 'From (UTC) ', h('input', { type: 'datetime-local', name: 'from', required: true, value: stamp(range.from) })),
        h('label', null, 'To (UTC) ', h('input', { type: 'datetime-local', name: 'to', required: true, value: stamp(range.to) })),
        h('button', { type: 'submit' }, 'Show'))));
}

function stamp(ms) {
  return new Date(ms).toISOString().slice(0, 16);
}

function exact(event) {
  event.preventDefault();
  const fields = event.currentTarget.elements;
  const from = Date.parse(`${fields.from.value}Z`);
  const to = Date.parse(`${fields.to.value}Z`);
  const wrong = !(from < to) ? 'The end must be after the start.' : to - from > LONGEST_RANGE_MS ? '35 days at most.' : '';
  fields.to.setCustomValidity(wrong);
  fields.to.reportValidity();
  fields.to.oninput = () => fields.to.setCustomValidity('');
  if (wrong === '') {
    for (const field of [fields.from, fields.to]) {
      field.value = field.dataset.value; // sent: from now on they follow the range again
    }
    zoom(from, to);
  }
}
