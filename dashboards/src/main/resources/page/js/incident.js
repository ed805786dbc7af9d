// SPDX-License-Identifier: Apache-2.0
// One incident of one alert, as the link in a page names it: from the first time its condition held to its end.

import { use } from './api.js';
import { h } from './dom.js';
import { fetched } from './events.js';
import { alertKey, cellKey, changed, model, old, present } from './model.js';
import { duration, local, number, percent, utc, when } from './format.js';
import { nameOf, visible } from './names.js';
import { badge } from './states.js';
import { table } from './table.js';

/** How long after the link's time the end of an incident is looked for, and how long when it is not found there. */
const AFTER_MS = 86_400_000;
const LONG_AFTER_MS = 35 * AFTER_MS;
const ENDS = new Set(['resolved', 'cancelled']);

/**
 * The transitions of the incident that a range ends in, oldest first: it began at the `started_at` of the transition at
 * `to` (else of the last one before it), and ends with the first that resolves or cancels it. Earlier incidents of
 * the same alert lie in the range too when its window is long; they are others.
 */
export function incidentOf(transitions, to) {
  const told = transitions.filter((one) => one.at <= to && one.state !== 'suppressed');
  const newest = told.at(-1) ?? null;
  const last = newest?.at === to ? newest : told.filter((one) => one.state === 'firing' || one.fired_at).at(-1) ?? newest;
  if (last === null) {
    return [];
  }
  const began = last.started_at ?? last.fired_at ?? last.at;
  const own = transitions.filter((one) => one.at >= began && one.state !== 'suppressed');
  const end = own.findIndex((one) => ENDS.has(one.state) && one.at >= last.at);
  return end < 0 ? own : own.slice(0, end + 1);
}

/** The section of an incident. */
export function incident(view, group, range) {
  const which = `slo=${encodeURIComponent(view.subject)}&group=${encodeURIComponent(group)}&alert=${encodeURIComponent(view.alert)}`;
  const key = `${which} ${range.from} ${range.to}`;
  const alert = model.alerts.get(alertKey({ slo: view.subject, alert: view.alert, group }));
  const pending = model.cells.get(cellKey(view.subject, group))?.pending ?? [];
  // Nobody is sent what stands behind #, but it is another question when the alert has said something new.
  const news = `#${alert?.at ?? ''}-${pending.includes(view.alert)}`;
  const ask = (name, from, to) => use(`${name} ${key}`, `/api/v1/transitions?${which}&from=${from}&to=${to}${news}`, changed);
  const { value, problem } = ask('incident', range.from, range.to + AFTER_MS);
  let all = value?.transitions ?? [];
  let found = incidentOf(all, range.to);
  if (found.length > 0 && !ENDS.has(found.at(-1).state) && alert?.started_at !== found.at(-1).started_at) {
    const later = ask('end', range.to + AFTER_MS + 1, range.to + LONG_AFTER_MS).value;
    // Of more than fit the oldest are missing, and with them its end.
    all = later?.truncated === false ? [...all, ...later.transitions] : all;
    found = incidentOf(all, range.to);
  }
  return h('section', { class: 'incident', 'aria-labelledby': 'incident-title', key: 'incident' },
    h('h2', { id: 'incident-title' }, 'Incident: ', nameOf(view.alert)),
    problem
      ? h('p', { class: 'problem' }, `It cannot be read: ${visible(problem.message)}`)
      : !value ? h('p', null, 'Reading…') : told(found, value.truncated));
}

function told(transitions, truncated) {
  if (transitions.length === 0) {
    return h('p', null, truncated ? 'Not all changes in this time could be read, and none of this alert was among those that were.' : 'No change of this alert in this time. The audit keeps changes for 400 days; widen the range to look for earlier ones.');
  }
  const firing = transitions.filter((one) => one.state === 'firing').at(-1);
  const last = transitions.at(-1);
  const main = firing ?? last;
  const over = ENDS.has(last.state);
  const began = main.started_at ?? main.at;
  const state = over
    ? { code: 'green', why: [] }
    : { code: firing && main.severity === 'page' ? 'red' : 'degraded', why: [] };
  state.was = state.code;
  state.code = old() && !over ? 'stale' : state.code;
  return [
    h('p', { class: 'incident-state' }, badge(state), ` ${over ? `${last.state} at ${utc(last.at)}, lasted ${duration(last.at - began)}` : `not over when last heard, for ${duration(present() - began)}`}`),
    truncated ? h('p', { class: 'notes' }, 'Not all changes in this time could be read: this may be an earlier incident, or a part of one.') : null,
    h('p', { class: 'sentence' }, visible(main.summary)),
    h('dl', { class: 'facts' },
      [['Condition held from', main.started_at], ['Fired', main.fired_at], ['Resolved', over ? (last.resolved_at ?? last.at) : null]].map(([title, ms]) => [
        h('dt', null, title),
        h('dd', null, ms ? [when(ms), h('span', { class: 'local' }, local(ms))] : 'not yet'),
      ])),
    h('h3', null, 'Changes'),
    table({
      id: 'changes', caption: 'Changes of the alert, oldest first', tall: true,
      columns: [{ title: 'At' }, { title: 'State' }, { title: 'Severity' }, { title: 'Reason' }, { title: 'Windows: bad of total' }],
      rows: transitions,
      keyOf: (one) => String(one.at),
      cells: (one) => [
        when(one.at),
        one.state,
        one.severity ?? '–',
        visible(one.reason),
        one.windows.map((window) => `${window.window}: ${number(window.total - window.good)}/${number(window.total)}`).join(', '),
      ],
    }),
    windows(main),
    evidence(main),
  ];
}

/** The counts that decided. */
function windows(transition) {
  return [
    h('h3', null, `Windows at ${utc(transition.at)}`),
    windowTable('incident-windows', transition.windows),
  ];
}

/** A table of windows with their counts. */
export function windowTable(id, rows) {
  return table({
    id, caption: 'Windows', tall: true,
    columns: [{ title: 'Window' }, { title: 'Good', numeric: true }, { title: 'Total', numeric: true }, { title: 'Ratio', numeric: true }, { title: 'Burn rate', numeric: true }, { title: 'Coverage', numeric: true }],
    rows,
    keyOf: (one) => one.window,
    cells: (one) => [one.window, number(one.good), number(one.total), percent(one.ratio), number(one.burn_rate), percent(one.coverage)],
  });
}

function evidence(transition) {
  const rows = transition.evidence ?? [];
  return [
    h('h3', null, rows.length === 0 ? 'No bad events were noted' : `The newest bad events in the longest window (${rows.length})`),
    rows.length === 0 ? null : table({
      id: 'evidence', caption: 'Bad events behind the alert', tall: true,
      columns: [{ title: 'Event time' }, { title: 'Topic' }, { title: 'Partition', numeric: true }, { title: 'Offset', numeric: true }, { title: 'Event' }],
      rows,
      keyOf: (one) => `${one.topic} ${one.partition} ${one.offset}`,
      cells: (one) => [when(one.event_time), visible(one.topic), one.partition, String(one.offset), fetched(one)],
    }),
  ];
}
