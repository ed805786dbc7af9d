// SPDX-License-Identifier: Apache-2.0
// One SLO: without a group the list of its groups, with a group everything that is known of it.

import { h } from './dom.js';
import { cellKey, model, present, sloNamed } from './model.js';
import { count, duration, number, percent, utc, when } from './format.js';
import { nameOf, visible, wholeName } from './names.js';
import { badge, rank, stateOf } from './states.js';
import { here, link } from './navigation.js';
import { rangeOf } from './url.js';
import { rangeControl } from './range.js';
import { budget, goalOf } from './dashboard.js';
import { table } from './table.js';
import { incident, windowTable } from './incident.js';
import { burn } from './burn.js';
import { seconds } from './seconds.js';

/** The group that a view of an SLO is about, undefined when it is about all of them. */
export function groupOf(view) {
  return view.group ?? (sloNamed(view.subject)?.group_by === 'all' ? 'all' : undefined);
}

export function slo() {
  const view = here();
  const defined = sloNamed(view.subject);
  if (!defined) {
    return [h('h1', null, 'No such SLO'), h('p', null, 'There is none named ', nameOf(view.subject), ' in the definitions that run now.'),
      // Its alerts spoke a last word when it was taken away, and the audit trail has them.
      view.alert && view.group ? incident(view, view.group, rangeOf(view, present())) : null];
  }
  const group = groupOf(view);
  return [
    h('h1', { class: 'subject' }, nameOf(defined.name), group === undefined ? null : [' / ', wholeName(group)]),
    definition(defined, group),
    group === undefined ? groups(defined) : one(defined, group, view),
  ];
}

function definition(defined, group) {
  return h('div', { class: 'definition', key: 'definition' },
    h('p', null, visible(defined.description ?? ''), goalOf(defined)),
    h('p', null, 'Counts ', visible(defined.counts ?? ''), '. Owner: ', nameOf(defined.owner), '. On ',
      link({ name: 'dashboard', subject: defined.dashboard, specialist: defined.group_by === 'specialist' ? group : undefined }, null, defined.dashboard), ': ', defined.reason,
      group === undefined || defined.group_by === 'all' ? null : [' ', link({ name: 'slo', subject: defined.name }, null, 'All groups')]));
}

function groups(defined) {
  const rows = [...model.cells.values()].filter((cell) => cell.slo === defined.name).map((cell) => ({ cell, state: stateOf(cell) }))
    .sort((a, b) => rank(a.state) - rank(b.state) || (a.cell.group < b.cell.group ? -1 : 1));
  if (rows.length === 0) {
    return h('p', null, 'No summary yet.');
  }
  return table({
    id: `groups-${defined.name}`,
    caption: `Groups of ${visible(defined.name)}`,
    columns: [{ title: 'Group' }, { title: 'State' }, { title: `Good, ${defined.headline}`, numeric: true }, { title: 'Burn', numeric: true }, { title: 'Budget left', numeric: true }],
    rows,
    keyOf: (row) => row.cell.group,
    cells: ({ cell, state }) => [
      link({ name: 'slo', subject: defined.name, group: cell.group }, null, nameOf(cell.group, 40)),
      badge(state), percent(cell.ratio), number(cell.burn), budget(cell),
    ],
  });
}

function one(defined, group, view) {
  const cell = model.cells.get(cellKey(defined.name, group)) ?? null;
  const range = rangeOf(view, present());
  return [
    now(defined, cell, group),
    view.alert ? incident(view, group, range) : null,
    view.seconds === undefined ? null : seconds(view, group, range),
    h('section', { 'aria-labelledby': 'history-title', key: 'history' },
      h('h2', { id: 'history-title' }, view.alert ? 'How it came about' : 'How it went'),
      rangeControl(view),
      burn(defined, group, view, range)),
    view.seconds === undefined ? seconds(view, group, range) : null,
    full(defined, group),
  ];
}

function now(defined, cell, group) {
  const state = stateOf(cell);
  return h('section', { 'aria-labelledby': 'now-title', class: 'now', key: 'now' },
    h('h2', { id: 'now-title' }, 'Now ', badge(state)),
    cell === null
      ? h('p', null, `No summary of ${visible(group).slice(0, 80)} yet.`)
      : h('p', null, `${percent(cell.ratio)} good over ${defined.headline} (${number(cell.good)} of ${number(cell.total)}), burn rate ${number(cell.burn)}, budget left ${budget(cell)}; measured for ${percent(cell.coverage)} of it, at ${utc(cell.at)}. `,
        state.why.length > 0 ? `${state.why.map(visible).join(', ')}.` : ''));
}

/** The whole record of slo.summaries.v1. */
function full(defined, group) {
  const told = model.summary?.summary;
  if (told?.slo !== defined.name || told?.group !== group) {
    return h('section', { key: 'full', class: 'full' }, h('h2', null, 'Full summary'), h('p', null, 'None yet.'));
  }
  return h('section', { key: 'full', class: 'full', 'aria-labelledby': 'full-title' },
    h('h2', { id: 'full-title' }, 'Full summary'),
    h('p', null, `At ${utc(told.at)}${model.summary.stale ? ', which is old' : ''}. Budget left over ${told.windows.at(-1)?.window ?? defined.period}: ${percent(told.budget_remaining)}`,
      told.budget_remaining !== null && told.budget_remaining <= 0 ? ', spent.' : told.exhaustion_ms === null ? '.' : `, lasts ${duration(told.exhaustion_ms)} at the burn rate of the shortest window.`),
    windowTable('windows', told.windows),
    quantiles(told.quantiles),
    alertStates(told.alerts),
    exclusions(told));
}

function quantiles(rows) {
  return rows.length === 0 ? null : [
    h('h3', null, 'Quantiles (shown, they decide nothing)'),
    table({
      id: 'quantiles', caption: 'Quantiles', tall: true,
      columns: [{ title: 'Field' }, { title: 'Window' }, { title: 'Quantile' }, { title: 'Value', numeric: true }, { title: 'Values', numeric: true }],
      rows,
      keyOf: (one_) => `${one_.field} ${one_.window} ${one_.quantile}`,
      cells: (one_) => [visible(one_.field), one_.window, `p${number(one_.quantile * 100, 6)}`, number(one_.value, 4), number(one_.count)],
    })];
}

function alertStates(rows) {
  return rows.length === 0 ? null : [
    h('h3', null, 'Alerts'),
    table({
      id: 'alert-states', caption: 'States of the alerts', tall: true,
      columns: [{ title: 'Alert' }, { title: 'State' }, { title: 'Since' }],
      rows,
      keyOf: (one_) => one_.alert,
      cells: (one_) => [nameOf(one_.alert), one_.state.replace('_', ' '), when(one_.since)],
    })];
}

function exclusions(told) {
  const rows = told.exclusions ?? [];
  return [
    h('h3', null, 'Exclusions'),
    h('p', null, (told.exclusions_total ?? 0) === 0 ? 'None masks a part of the longest window.'
      : `${count(told.exclusions_total, 'exclusion')}, which leave ${count(told.excluded_events, 'event')} out of the period.${told.exclusions_total > rows.length ? ` The newest ${rows.length}:` : ''}`),
    rows.length === 0 ? null : table({
      id: 'exclusions', caption: 'Exclusions', tall: true,
      columns: [{ title: 'From' }, { title: 'To' }, { title: 'Why' }, { title: 'Who' }],
      rows,
      keyOf: (one_) => `${one_.from} ${one_.to} ${one_.reason} ${one_.who}`.slice(0, 500),
      cells: (one_) => [when(one_.from), when(one_.to), wholeName(one_.reason), nameOf(one_.who)],
    })];
}
