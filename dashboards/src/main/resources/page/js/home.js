// SPDX-License-Identifier: Apache-2.0
// The first view: the dashboards at a glance, and what fires now.

import { h } from './dom.js';
import { model } from './model.js';
import { count } from './format.js';
import { nameOf } from './names.js';
import { link } from './navigation.js';
import { alertTable, firing } from './alerts.js';

export function home() {
  const alerts = firing();
  return [
    h('h1', null, 'Overview'),
    h('section', { 'aria-labelledby': 'dashboards-title' },
      h('h2', { id: 'dashboards-title' }, 'Dashboards'),
      h('ul', { class: 'tiles' }, (model.definitions?.dashboards ?? []).map(tile))),
    h('section', { 'aria-labelledby': 'firing-title' },
      h('h2', { id: 'firing-title' }, alerts.length === 0 ? 'Nothing fires' : `${count(alerts.length, 'alert')} ${alerts.length === 1 ? 'fires' : 'fire'} now`),
      alerts.length === 0
        ? h('p', null, model.told ? 'No alert of any dashboard is firing.' : 'Waiting for the first news.')
        : alertTable('firing', 'Alerts that fire now', alerts)),
  ];
}

function tile({ name, owner }) {
  const slos = model.definitions.slos.filter((slo) => slo.dashboard === name);
  const promised = slos.filter((slo) => slo.place !== 'drill_down' && slo.place !== 'health');
  const pages = firing((alert) => alert.dashboard === name && alert.severity === 'page').length;
  const tickets = firing((alert) => alert.dashboard === name && alert.severity !== 'page').length;
  return h('li', { class: `tile ${pages > 0 ? 'state-red' : tickets > 0 ? 'state-degraded' : 'state-plain'}`, key: name },
    h('h3', null, link({ name: 'dashboard', subject: name }, null, name)),
    h('p', null, 'Owner: ', nameOf(owner, 40)),
    h('p', null, `${count(pages, 'page')}, ${count(tickets, 'ticket')} firing`),
    h('p', null, `${count(promised.length, 'objective')}, ${count(slos.length - promised.length, 'explanation')}`));
}
