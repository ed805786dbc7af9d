// SPDX-License-Identifier: Apache-2.0
// Five minutes, second by second, from the raw telemetry: only when somebody asks for it.

import { use } from './api.js';
import { chart } from './chart.js';
import { h } from './dom.js';
import { fields } from './events.js';
import { changed } from './model.js';
import { count, local, number, utc, when } from './format.js';
import { visible } from './names.js';
import { adjust } from './navigation.js';
import { table } from './table.js';

const LENGTH_MS = 300_000;

/** Shows the five minutes around an instant. */
export function showSeconds(ms) {
  adjust({ seconds: String(Math.max(0, Math.floor((ms - LENGTH_MS / 2) / 1000) * 1000)) });
  // It stands above the charts then; drawn in this turn's end.
  setTimeout(() => document.getElementById('seconds-title')?.focus(), 50);
}

/** The section of the five minutes that the address names, or the button that asks for the last ones of the range. */
export function seconds(view, group, range) {
  const from = Number(view.seconds);
  const asked = view.seconds !== undefined && Number.isSafeInteger(from) && from >= 0;
  return h('section', { 'aria-labelledby': 'seconds-title', key: 'seconds', class: 'stay' },
    h('h2', { id: 'seconds-title', tabindex: '-1' }, 'Second by second'),
    asked
      ? [controls(from), answer(view, group, from)]
      : [h('p', null, 'Five minutes of raw events at most, read from the telemetry topic. On a chart, Enter shows them around the cursor.'),
        h('button', { type: 'button', onclick: () => showSeconds(range.to - LENGTH_MS / 2) }, 'Show the last five minutes of the range')]);
}

function controls(from) {
  const step = (title, ms) => h('button', { type: 'button', onclick: () => adjust({ seconds: ms === null ? undefined : String(Math.max(0, ms)) }) }, title);
  return h('div', { class: 'steps' },
    step('Five minutes earlier', from - LENGTH_MS),
    step('Five minutes later', from + LENGTH_MS),
    step('Close', null),
    h('p', { class: 'times' }, `${utc(from)} to ${utc(from + LENGTH_MS)}`, h('span', { class: 'local' }, local(from))));
}

function answer(view, group, from) {
  const path = `/api/v1/events?slo=${encodeURIComponent(view.subject)}&group=${encodeURIComponent(group)}&from=${from}&to=${from + LENGTH_MS}`;
  const { value, problem, loading } = use('seconds', path, changed);
  if (problem) {
    return h('p', { class: 'problem' }, `They cannot be read: ${visible(problem.message)}`);
  }
  if (!value || loading) {
    return h('p', null, 'Reading…');
  }
  const bad = value.bad.reduce((a, b) => a + b, 0);
  const good = value.good.reduce((a, b) => a + b, 0);
  return [
    h('p', null, `${count(good + bad, 'event')}, ${number(bad)} bad; ${count(value.read, 'record')} read. `,
      value.complete ? '' : h('strong', null, `Not complete: ${visible(value.problem ?? '')}`)),
    chart('seconds', {
      title: 'Events a second: all, and the bad ones',
      stamp: path + value.read,
      at: value.at, from, to: from + LENGTH_MS,
      series: [
        { label: 'all', values: value.good.map((n, i) => n + value.bad[i]), paint: '--chart-volume', bars: true },
        { label: 'bad', values: value.bad, paint: '--chart-bad', bars: true },
      ],
    }),
    h('h3', null, value.events.length === 0 ? 'No bad events' : `Bad events, newest first${bad > value.events.length ? ` (the newest ${value.events.length})` : ''}`),
    value.events.length === 0 ? null : table({
      id: 'bad-events',
      caption: 'Bad events',
      tall: true,
      columns: [{ title: 'Event time' }, { title: 'Where' }, { title: 'Good of total', numeric: true }, { title: 'Fields' }],
      rows: value.events,
      keyOf: (event) => `${event.topic} ${event.partition} ${event.offset}`,
      cells: (event) => [
        when(event.event_time),
        `${visible(event.topic)} ${event.partition} @ ${event.offset}`,
        `${number(event.good)}/${number(event.total)}`,
        h('details', null, h('summary', null, 'Fields'), fields(event.event)),
      ],
    }),
  ];
}
