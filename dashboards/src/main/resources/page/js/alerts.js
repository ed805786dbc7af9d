// SPDX-License-Identifier: Apache-2.0
// Lists of alerts, each with the link to its incident.

import { h, icon } from './dom.js';
import { duration, when } from './format.js';
import { nameOf, short, visible } from './names.js';
import { model, old, present, alertKey } from './model.js';
import { link } from './navigation.js';
import { parse } from './url.js';
import { table } from './table.js';

/** The alerts that fire now, pages first, then the newest first. */
export function firing(where = () => true) {
  return [...model.alerts.values()].filter(where).sort((a, b) => loud(b) - loud(a) || b.fired_at - a.fired_at);
}

function loud(alert) {
  return alert.severity === 'page' ? 1 : 0;
}

/** The link to an alert's incident: the one that the engine gave it, so that pager and page lead to the same view. */
export function incidentLink(alert, ...children) {
  const [path, query] = String(alert.link ?? '').split('?');
  const view = parse(path, query ?? '');
  const target = view.name === 'slo' ? view : { name: 'slo', subject: alert.slo, group: alert.group, alert: alert.alert };
  return link(target, null, ...children);
}

/** Severity as shape and word. */
export function severity(alert, old_ = false) {
  const code = alert.state !== 'firing' ? 'green' : alert.severity === 'page' ? 'red' : 'degraded';
  return h('span', { class: `badge state-${old_ ? 'stale' : code}` }, icon(old_ ? 'stale' : code), h('span', null, `${alert.severity ?? 'alert'}${alert.state === 'firing' ? '' : ', over'}`));
}

/** A table of alerts, newest news in front. */
export function alertTable(id, caption, alerts) {
  return table({
    id,
    caption,
    tall: alerts.length <= 15,
    columns: [
      { title: 'Alert' },
      { title: 'Severity' },
      { title: 'SLO' },
      { title: 'Group' },
      { title: 'Fired' },
      { title: 'Lasts' },
      { title: 'What' },
    ],
    rows: alerts,
    keyOf: (alert) => `${alertKey(alert)}${alert.at}`,
    cells: (alert) => [
      incidentLink(alert, nameOf(alert.alert, 40)),
      severity(alert, alert.state === 'firing' && old()),
      link({ name: 'slo', subject: alert.slo }, null, nameOf(alert.slo, 40)),
      link({ name: 'slo', subject: alert.slo, group: alert.group }, null, nameOf(alert.group, 40)),
      when(alert.fired_at),
      duration((alert.resolved_at ?? present()) - alert.fired_at),
      h('span', { class: 'sentence', title: visible(alert.summary ?? '').slice(0, 10_000) }, short(alert.summary ?? '', 160)),
    ],
  });
}
