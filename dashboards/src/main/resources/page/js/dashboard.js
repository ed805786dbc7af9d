// SPDX-License-Identifier: Apache-2.0
// A dashboard of one team: its objectives, group by group; what explains them lies behind a disclosure.

import { h } from './dom.js';
import { model, present, sloNamed } from './model.js';
import { duration, number, percent } from './format.js';
import { nameOf, visible } from './names.js';
import { badge, rank, stateOf, tally } from './states.js';
import { adjust, here, link } from './navigation.js';
import { rangeOf } from './url.js';
import { rangeControl } from './range.js';
import { alertTable } from './alerts.js';
import { table } from './table.js';
import { changed } from './model.js';
import { use } from './api.js';

/** How rows may be ordered: worst state first unless the address says otherwise. */
const SORTS = {
  worst: (a, b) => rank(a.state) - rank(b.state) || byName(a, b),
  name: byName,
  ratio: (a, b) => (a.cell.ratio ?? 2) - (b.cell.ratio ?? 2) || byName(a, b),
  burn: (a, b) => (b.cell.burn ?? -1) - (a.cell.burn ?? -1) || byName(a, b),
  budget: (a, b) => (a.cell.budget ?? 2) - (b.cell.budget ?? 2) || byName(a, b),
};

const opened = new Set();

function byName(a, b) {
  return a.cell.group < b.cell.group ? -1 : a.cell.group > b.cell.group ? 1 : 0;
}

export function dashboard() {
  const view = here();
  const board = model.definitions?.dashboards.find(({ name }) => name === view.subject);
  if (!board) {
    return [h('h1', null, 'No such dashboard'), h('p', null, 'There is none named ', nameOf(view.subject), ', or nothing stands on it.')];
  }
  const slos = model.definitions.slos.filter((slo) => slo.dashboard === board.name);
  const panels = slos.filter((slo) => slo.place === 'outcome_bar' || slo.place === 'panel');
  const explain = slos.filter((slo) => slo.place === 'drill_down');
  const health = slos.filter((slo) => slo.place === 'health');
  return [
    h('h1', null, `Dashboard ${board.name}`),
    h('p', { class: 'owner' }, 'Owner: ', nameOf(board.owner)),
    tools(view),
    h('div', { class: 'panels', key: 'panels' }, panels.map((slo) => panel(slo, rowsOf(slo, view)))),
    disclosure('explain', 'What explains it', explain, view),
    disclosure('health', 'Health of machines', health, view),
    h('section', { 'aria-labelledby': 'alerts-title', key: 'alerts' },
      h('h2', { id: 'alerts-title' }, 'Alerts in this time'),
      rangeControl(view),
      alertsOf(board.name, view)),
  ];
}

function tools(view) {
  return h('form', { class: 'tools', role: 'search', 'aria-label': 'Rows of this dashboard', onsubmit: (event) => event.preventDefault() },
    h('label', null, 'Filter ', h('input', {
      type: 'search', id: 'filter', value: view.filter ?? '', placeholder: 'SLO or group', autocomplete: 'off', spellcheck: 'false',
      'aria-keyshortcuts': '/',
      oninput: (event) => adjust({ filter: event.currentTarget.value }, true),
    })),
    h('label', null, 'Sort ', h('select', { value: SORTS[view.sort] ? view.sort : 'worst', onchange: (event) => adjust({ sort: event.currentTarget.value === 'worst' ? undefined : event.currentTarget.value }) },
      Object.keys(SORTS).map((name) => h('option', { value: name }, { worst: 'worst first', name: 'by name', ratio: 'lowest ratio', burn: 'highest burn', budget: 'least budget' }[name])))),
    view.specialist
      ? h('p', null, 'Only ', nameOf(view.specialist, 40), ' ', h('button', { type: 'button', onclick: () => adjust({ specialist: undefined }) }, 'Show all'))
      : null);
}

/** The rows of an SLO that the view lets through, in its order: {cell, state}. */
function rowsOf(slo, view) {
  const words = (view.filter ?? '').toLowerCase().split(/\s+/).filter(Boolean);
  const named = slo.name.toLowerCase();
  const rows = [];
  for (const cell of model.cells.values()) {
    if (cell.slo === slo.name && (!view.specialist || slo.group_by !== 'specialist' || cell.group === view.specialist)) {
      const text = `${named} ${cell.group.toLowerCase()}`;
      if (words.every((word) => text.includes(word))) {
        rows.push({ cell, state: stateOf(cell) });
      }
    }
  }
  return rows.sort(SORTS[view.sort] ?? SORTS.worst);
}

function panel(slo, rows, level = 'h2') {
  const id = `panel-${slo.name}`;
  return h('section', { class: 'panel', 'aria-labelledby': id, key: id },
    h('div', { class: 'panel-head' },
      h(level, { id }, link({ name: 'slo', subject: slo.name, group: rows.length === 1 ? rows[0].cell.group : undefined }, null, nameOf(slo.name))),
      tally(rows.map((row) => row.state))),
    h('p', { class: 'described' }, visible(slo.description ?? ''), goalOf(slo)),
    h('p', { class: 'reason' }, slo.reason),
    rows.length === 0 ? h('p', { class: 'empty' }, here().filter || here().specialist ? 'Nothing here matches.' : 'No summary yet.') : rowTable(slo, rows));
}

/** Objective and period in words. */
export function goalOf(slo) {
  if (slo.objective !== null && slo.goal === 'share') {
    return ` – objective ${percent(Number(slo.objective))} over ${slo.period}`;
  }
  return slo.goal === 'share' ? '' : ` – goal: ${slo.goal}`;
}

function rowTable(slo, rows) {
  const view = here();
  const sortable = (title, name, numeric) => ({
    title,
    numeric,
    sort: { active: (view.sort ?? 'worst') === name, direction: name === 'burn' ? 'descending' : 'ascending', onclick: () => adjust({ sort: name === 'worst' ? undefined : name }) },
  });
  return table({
    id: slo.name,
    caption: `${visible(slo.name)} by ${{ specialist: 'specialist', resource_class: 'resource class', all: 'all' }[slo.group_by] ?? 'group'}`,
    columns: [
      sortable('Group', 'name'),
      sortable('State', 'worst'),
      sortable(`Good, ${slo.headline}`, 'ratio', true),
      { title: 'Events', numeric: true },
      sortable('Burn', 'burn', true),
      sortable('Budget left', 'budget', true),
      { title: 'Firing, pending' },
    ],
    rows,
    keyOf: (row) => row.cell.group,
    cells: ({ cell, state }) => [
      link({ name: 'slo', subject: slo.name, group: cell.group }, null, nameOf(cell.group, 40)),
      badge(state),
      percent(cell.ratio),
      number(cell.total),
      number(cell.burn),
      budget(cell),
      state.why.length === 0 ? '' : nameOf(state.why.join(', '), 60),
    ],
  });
}

/** What is left of the budget and how long it lasts. */
export function budget(cell) {
  if (cell.budget === null || cell.budget === undefined) {
    return '–';
  }
  const left = percent(cell.budget);
  if (cell.budget <= 0) {
    return `${left}, spent`;
  }
  return cell.exhaustion_ms === null || cell.exhaustion_ms === undefined ? left : `${left}, lasts ${duration(cell.exhaustion_ms)}`;
}

/** Panels that are drawn only once somebody wants to see them. */
function disclosure(id, title, slos, view) {
  if (slos.length === 0) {
    return null;
  }
  const key = `${view.subject}-${id}`;
  const states = slos.flatMap((slo) => rowsOf(slo, view).map((row) => row.state));
  return h('details', {
    class: 'disclosure', key, open: opened.has(key),
    ontoggle: (event) => {
      if (event.currentTarget.open !== opened.has(key)) {
        opened[event.currentTarget.open ? 'add' : 'delete'](key);
        changed();
      }
    },
  },
  h('summary', null, h('h2', null, `${title} (${slos.length})`), tally(states)),
  opened.has(key) ? h('div', { class: 'panels' }, slos.map((slo) => panel(slo, rowsOf(slo, view), 'h3'))) : null);
}

function alertsOf(name, view) {
  const { from, to } = rangeOf(view, present());
  const answer = use(`alerts ${name}`, `/api/v1/alerts?dashboard=${encodeURIComponent(name)}&from=${from}&to=${to}`, changed);
  if (answer.problem) {
    return h('p', { class: 'problem' }, `They cannot be read: ${visible(answer.problem.message)}`);
  }
  if (!answer.value) {
    return h('p', null, 'Reading…');
  }
  const alerts = answer.value.alerts.filter((alert) => sloNamed(alert.slo) !== null && (!view.specialist || alert.group === view.specialist));
  return alerts.length === 0
    ? h('p', null, 'None fired or resolved.')
    : [alertTable(`alerts-${name}`, `Alerts of ${name}`, alerts), answer.value.truncated ? h('p', null, 'Only the newest are listed.') : null];
}
