// SPDX-License-Identifier: Apache-2.0
// Starts the page: reads the definitions, follows the live stream of the view, and draws.

import { askJson, sweep } from './api.js';
import { bar } from './bar.js';
import { h, show } from './dom.js';
import { changed, model, old, onChange, take } from './model.js';
import { head, title } from './status.js';
import { here, link, onArrival, startNavigation } from './navigation.js';
import { home } from './home.js';
import { dashboard } from './dashboard.js';
import { groupOf, slo } from './slo.js';
import { follow } from './live.js';
import { listenForChanges } from './announce.js';
import { visible } from './names.js';
import { onTheme, syncCharts } from './chart.js';
import { placeTables } from './table.js';
import { tokenForm } from './token.js';

/** How long a new view waits for its first answers before it is drawn without them; no longer, so that nothing jumps. */
const PATIENCE_MS = 1_500;

const LIVE = '/api/v1/live';

const place = (id) => document.getElementById(id);
let stream = null;
let streamPath = null;
/** A stream that the server does not have: of a group, say, that was declared once and has a link still. */
let unknownPath = null;
let tried = false;
let arrivedAt = Date.now();
let settled = false;
let definitionsProblem = null;
let reading = false;

function draw() {
  show(place('top'), head(() => stream?.retry()));
  document.title = title();
  if (model.connection.state === 'refused') {
    show(place('bar'));
    show(place('main'), tokenForm(tried, onToken));
    return;
  }
  if (!model.definitions) {
    // Until then the head says what is going on; a text here would be pushed away by the outcome bar.
    show(place('main'), definitionsProblem ? h('p', { class: 'waiting' }, `The definitions cannot be read: ${visible(definitionsProblem)}`) : null);
    return;
  }
  if (model.told || old()) {
    show(place('bar'), bar());
  }
  if (!model.viewTold && !old()) {
    show(place('main'), model.told ? h('p', { class: 'waiting' }, 'Reading…') : null);
    return;
  }
  const content = { home, dashboard, slo }[here().name]?.() ?? lost();
  const waiting = sweep();
  if (waiting && !settled && Date.now() - arrivedAt < PATIENCE_MS) {
    show(place('main'), h('p', { class: 'waiting' }, 'Reading…'));
    setTimeout(changed, PATIENCE_MS - (Date.now() - arrivedAt) + 1);
    return;
  }
  settled = true;
  show(place('main'), h('div', { key: `view-${here().name}-${here().subject ?? ''}`, class: 'view' }, content, keysHelp()));
  placeTables();
  syncCharts();
  listenForChanges();
}

function lost() {
  return [h('h1', null, 'No such view'), h('p', null, 'This address leads nowhere. ', link({ name: 'home', subject: null }, null, 'To the overview'))];
}

function keysHelp() {
  return h('details', { class: 'keys', key: 'keys' }, h('summary', null, 'Keys'), h('dl', { class: 'facts' },
    [['/', 'to the filter'], ['Esc', 'leave the filter, or empty it; close what is open'], ['↑ ↓', 'from row to row in a table'], ['← →', 'from mark to mark in the outcome bar; move the cursor in a chart'], ['+ −', 'zoom a chart'], ['Enter', 'in a chart: the seconds at the cursor']]
      .map(([key, what]) => [h('dt', null, h('kbd', null, key)), h('dd', null, what)])));
}

/** The stream that the view needs: the outcome bar's cells always come with it. */
function pathOf(view) {
  const parameters = new URLSearchParams();
  const known = model.definitions;
  if (view.name === 'dashboard' && known?.dashboards.some(({ name }) => name === view.subject)) {
    parameters.set('dashboard', view.subject);
  } else if (view.name === 'slo' && known?.slos.some(({ name }) => name === view.subject)) {
    parameters.set('slo', view.subject);
    const group = groupOf(view);
    if (group !== undefined) {
      parameters.set('group', group);
    }
  }
  const query = parameters.toString();
  const path = query ? `${LIVE}?${query}` : LIVE;
  return path === unknownPath ? LIVE : path;
}

function listen() {
  const path = pathOf(here());
  if (path === streamPath) {
    return;
  }
  stream?.stop();
  streamPath = path;
  model.viewTold = false;
  model.summary = null;
  stream = follow(path, onEvent, onState);
}

function onEvent(name, data) {
  take(name, data);
  if (data.definitions && data.definitions !== model.definitions?.hash) {
    readDefinitions();
  }
}

function onState(state) {
  if (state.status === 404 && streamPath !== LIVE) {
    // That is no lost connection: the outcomes are told all the same, and what is not there is said in its place.
    unknownPath = streamPath;
    listen();
    return;
  }
  const before = model.connection;
  const same = before.state === state.state;
  model.connection = { ...before, ...state, since: same ? before.since : Date.now() };
  changed();
}

async function readDefinitions() {
  if (reading) {
    return;
  }
  reading = true;
  try {
    model.definitions = await askJson('/api/v1/definitions');
    definitionsProblem = null;
    unknownPath = null;
    listen();
  } catch (failure) {
    if (failure.status === 401) {
      onState({ state: 'refused', problem: failure.message, retryAt: null });
    } else {
      definitionsProblem = failure.message;
      if (!stream) {
        // The stream tells in words what is wrong, and tries again by itself.
        listen();
      }
    }
  } finally {
    reading = false;
    changed();
  }
}

function onToken() {
  tried = true;
  onState({ state: 'connecting', problem: null });
  stream?.stop();
  stream = null;
  streamPath = null;
  readDefinitions();
}

function onKey(event) {
  const typing = /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.nodeName);
  if (event.key === '/' && !typing && !event.ctrlKey && !event.metaKey && !event.altKey && place('filter')) {
    event.preventDefault();
    place('filter').focus();
    place('filter').select();
  } else if (event.key === 'Escape') {
    if (event.target.id === 'filter' && event.target.value === '') {
      event.target.blur();
    }
    const open = event.target.closest?.('details[open]');
    if (open && !typing) {
      open.open = false;
      open.querySelector('summary').focus();
    }
  }
}

onChange(draw);
onArrival((view, before) => {
  if (view.name !== before.name || view.subject !== before.subject || view.group !== before.group) {
    arrivedAt = Date.now();
    settled = false;
  }
  listen();
});
onTheme(changed);
addEventListener('keydown', onKey);
setInterval(() => old() && changed(), 1_000);
startNavigation();
draw();
readDefinitions();
