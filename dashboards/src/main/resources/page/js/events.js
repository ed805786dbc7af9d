// SPDX-License-Identifier: Apache-2.0
// Raw events: the fields of one, and a button that fetches the one behind coordinates.

import { use } from './api.js';
import { h } from './dom.js';
import { changed } from './model.js';
import { utc } from './format.js';
import { visible, wholeName } from './names.js';

const asked = new Set();

/** The fields of an event as a list of names and values. */
export function fields(event) {
  return h('dl', { class: 'fields' }, Object.entries(event ?? {}).map(([name, value]) => [
    h('dt', null, visible(name).slice(0, 200)),
    h('dd', null, wholeName(typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value)), name.endsWith('_time') && Number.isSafeInteger(value) ? ` (${utc(value)})` : ''),
  ]));
}

/** A button that fetches the event of these coordinates, and the event once it is there. */
export function fetched({ topic, partition, offset }) {
  const key = `event-${topic}-${partition}-${offset}`;
  const where = `${visible(topic)} ${partition} @ ${offset}`;
  if (!asked.has(key)) {
    return button('Show event', where, () => asked.add(key));
  }
  const answer = use(key, `/api/v1/event?topic=${encodeURIComponent(topic)}&partition=${partition}&offset=${offset}`, changed);
  const close = button('Hide event', where, () => asked.delete(key));
  if (answer.problem) {
    return [h('p', { class: 'problem' }, answer.problem.status === 404
      ? 'It is no longer there: the topic keeps events for a limited time.'
      : `It cannot be read: ${visible(answer.problem.message)}`), close];
  }
  return answer.value ? [fields(answer.value.event), close] : h('p', null, 'Reading…');
}

function button(title, where, act) {
  return h('button', { type: 'button', 'aria-label': `${title} ${where}`, onclick: () => { act(); changed(); } }, title);
}
