// SPDX-License-Identifier: Apache-2.0
// The head of the page: where one can go, and whether what is shown is news.

import { h } from './dom.js';
import { model, old } from './model.js';
import { clock, duration } from './format.js';
import { short } from './names.js';
import { here, link } from './navigation.js';
import { outcomes } from './bar.js';

/** The children of the header. */
export function head(retry) {
  const view = here();
  const current = (name, subject) => (view.name === name && view.subject === subject ? 'page' : null);
  return [
    link({ name: 'home', subject: null }, { class: 'brand', 'aria-current': current('home', null) }, 'slostream'),
    h(
      'nav',
      { 'aria-label': 'Dashboards' },
      h(
        'ul',
        null,
        (model.definitions?.dashboards ?? []).map(({ name }) =>
          h('li', { key: name }, link({ name: 'dashboard', subject: name }, { 'aria-current': current('dashboard', name) }, name))),
      ),
    ),
    h('div', { class: `status status-${tone()}` }, h('p', null, ...sentence()), old() ? h('button', { type: 'button', onclick: retry }, 'Try now') : null),
  ];
}

function tone() {
  if (old()) {
    return 'lost';
  }
  return model.told && !troubled() ? 'live' : 'trouble';
}

function troubled() {
  const engine = model.engine;
  return !engine || !engine.ready || !engine.summaries_read;
}

/** Plain words on whether one can believe what is shown. */
function sentence() {
  const { state, since, heard, retryAt, problem } = model.connection;
  if (state === 'refused') {
    return [h('strong', null, 'No access: '), 'the server wants a token.'];
  }
  if (state === 'lost') {
    const again = retryAt ? ` Trying again in ${Math.max(0, Math.ceil((retryAt - Date.now()) / 1000))} s.` : '';
    return [
      h('strong', null, `Disconnected since ${clock(since)}`),
      heard ? ` (${duration(Date.now() - since)}): what is shown is old.` : ': nothing was heard yet.',
      `${again} ${short(problem ?? '', 120)}`,
    ];
  }
  if (!model.told) {
    return [h('strong', null, 'Connecting…')];
  }
  const engine = model.engine;
  const evaluated = engine?.evaluated ? `evaluated up to ${clock(engine.evaluated)}` : 'nothing evaluated yet';
  if (!engine?.ready) {
    const problems = (engine?.problems ?? []).map((text) => short(text, 160)).join('; ') || 'no reason given';
    return [h('strong', null, 'The engine is not ready: '), `${problems}; ${evaluated}.`];
  }
  if (!engine.summaries_read) {
    return [h('strong', null, 'Still reading '), `what was judged before; ${evaluated}.`];
  }
  return [h('strong', null, 'Live'), `, ${evaluated}`];
}

/** The title of the window: how it stands first, so that it can be read in a row of tabs. */
export function title() {
  const view = here();
  const where = view.name === 'dashboard' || view.name === 'slo' ? [view.subject, view.group ?? view.specialist] : [];
  return [standing(), ...where.filter(Boolean).map((text) => short(text, 40)), 'slostream'].join(' – ');
}

function standing() {
  if (old()) {
    return 'disconnected';
  }
  if (!model.told) {
    return 'connecting';
  }
  const states = outcomes().map((outcome) => outcome.state);
  for (const [code, text] of [['red', 'red'], ['degraded', 'degraded'], ['stale', 'stale'], ['none', 'without data']]) {
    const n = states.filter((state) => state.code === code).length;
    if (n > 0) {
      return `${n} ${text}`;
    }
  }
  return states.length > 0 ? 'all green' : 'nothing declared';
}
