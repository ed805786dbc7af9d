// SPDX-License-Identifier: Apache-2.0
// How the windows of each condition went against its threshold, which comes from the definition and nowhere else.

import { use } from './api.js';
import { chart } from './chart.js';
import { h } from './dom.js';
import { changed, model } from './model.js';
import { count, duration, number, percent, utc, when } from './format.js';
import { short, visible } from './names.js';
import { link } from './navigation.js';
import { zoom } from './range.js';
import { showSeconds } from './seconds.js';
import { table } from './table.js';

const PAINTS = [{ paint: '--chart-1' }, { paint: '--chart-2', dash: [6, 3] }, { paint: '--chart-3', dash: [2, 3] }];

/** The charts of an SLO of a group over a range, and the same as tables. */
export function burn(slo, group, view, range) {
  const path = `/api/v1/history?slo=${encodeURIComponent(slo.name)}&group=${encodeURIComponent(group)}&from=${range.from}&to=${range.to}`;
  const { value: history, problem } = use(`history ${slo.name} ${group}`, path, changed);
  if (problem) {
    return [h('p', { class: 'problem' }, `The history cannot be read: ${visible(problem.message)}`)];
  }
  const alerts = view.alert ? slo.alerts.filter((alert) => alert.name === view.alert) : slo.alerts;
  return [
    history ? notes(history, range) : h('p', null, 'Reading…'),
    h('div', { class: 'charts' },
      alerts.flatMap((alert) => alert.tiers.map((tier, i) => condition(slo, group, alert, tier, i, history, range))),
      volume(slo, group, history, range)),
    history ? spanTable(slo, group, history.spans.filter((span) => !view.alert || span.alert === view.alert), history.truncated) : null,
    history ? stepTable(history) : null,
  ];
}

function notes(history, range) {
  const told = [];
  if (history.known_from > range.from) {
    told.push(`Nothing is kept from before ${utc(history.known_from)}.`);
  }
  if (history.truncated) {
    told.push('Not all of it could be read.');
  }
  if (history.omitted.length > 0) {
    told.push(`Not drawn, because a history by the minute cannot give them: ${history.omitted.map(visible).join(', ')}.`);
  }
  return h('p', { class: 'notes' }, `One point stands for ${duration(history.step_ms)}. ${told.join(' ')}`);
}

/** One chart a tier: its windows and the line that all of them must be above. */
function condition(slo, group, alert, tier, i, history, range) {
  const budget = slo.objective === null ? null : 1 - Number(slo.objective);
  const inBurn = budget !== null && budget > 0 && slo.goal === 'share';
  const limits = [...new Set(tier.bounds.map((bound) => bound.max_bad_ratio))];
  const value = (ratio) => (inBurn ? ratio / budget : ratio);
  const words = tier.bounds.map((bound) => bound.window).join(' and ');
  const limit = (ratio) => (inBurn ? number(value(ratio)) : percent(ratio));
  const windows = tier.bounds.map((bound) => history?.windows.find((window) => window.window === bound.window)).filter(Boolean);
  const title = `${short(alert.name, 40)}, ${tier.severity}: ${inBurn ? 'burn rate' : 'bad share'} above ${limits.map(limit).join(', ')} over ${words}`
    + (alert.for_ms > 0 ? `, for ${duration(alert.for_ms)}` : '');
  return chart(`condition-${alert.name}-${i}`, {
    title: history && windows.length === 0 ? `${title} (no history by the minute)` : title,
    stamp: stamp(slo, group, history, range),
    at: history?.at ?? [],
    from: range.from, to: range.to,
    series: windows.map((window, n) => ({
      label: window.window,
      values: inBurn ? window.burn : window.ratio.map((ratio) => (ratio === null ? null : 1 - ratio)),
      percent: !inBurn,
      ...PAINTS[n % PAINTS.length],
    })),
    thresholds: limits.map((ratio) => ({ label: `above ${limit(ratio)}`, value: value(ratio) })),
    spans: (history?.spans ?? []).filter((span) => span.alert === alert.name).map((span) => ({ ...span, label: `${span.state}${span.state === 'firing' && span.severity ? ` (${span.severity})` : ''}` })),
    gaps: gaps(history),
    onZoom: zoom,
    onEnter: showSeconds,
  });
}

function volume(slo, group, history, range) {
  const bad = history?.total.map((n, i) => (n === null ? null : n - history.good[i])) ?? [];
  return chart('volume', {
    title: 'Events: all, the bad ones, and the bad share (right)',
    stamp: stamp(slo, group, history, range),
    at: history?.at ?? [],
    from: range.from, to: range.to,
    series: [
      { label: 'all', values: history?.total ?? [], paint: '--chart-volume', bars: true },
      { label: 'bad', values: bad, paint: '--chart-bad', bars: true },
      { label: 'bad share', values: bad.map((n, i) => (n === null || history.total[i] === 0 ? null : n / history.total[i])), paint: '--chart-1', scale: 'share', percent: true },
    ],
    gaps: gaps(history),
    onZoom: zoom,
    onEnter: showSeconds,
  });
}

/** What a chart shows is another for another group or definition, though its times be the same. */
function stamp(slo, group, history, range) {
  return `${slo.name} ${group} ${model.definitions?.hash} ${range.from} ${range.to} ${history?.from} ${history?.at.length} ${history?.at.at(-1)} ${history?.spans.length}`;
}

/** Runs of steps of which nothing is known. */
function gaps(history) {
  const found = [];
  (history?.at ?? []).forEach((at, i) => {
    if (history.total[i] === null || history.coverage[i] === 0) {
      const last = found.at(-1);
      if (last?.to === at - history.step_ms) {
        last.to = at;
      } else {
        found.push({ from: at - history.step_ms, to: at });
      }
    }
  });
  return found;
}

function spanTable(slo, group, spans, truncated) {
  return [
    h('h3', null, spans.length === 0 ? `No alert was pending or fired${truncated ? ', as far as could be read' : ''}` : 'When alerts were pending or fired'),
    spans.length === 0 ? null : table({
      id: 'spans', caption: 'Spans of alerts', tall: spans.length <= 15,
      columns: [{ title: 'Alert' }, { title: 'State' }, { title: 'Severity' }, { title: 'From' }, { title: 'To' }, { title: 'Lasted', numeric: true }],
      rows: spans,
      keyOf: (span) => `${span.alert} ${span.state} ${span.from}`,
      cells: (span) => [
        link({ name: 'slo', subject: slo.name, group, alert: span.alert, from: String(Math.max(0, span.from - longest(slo, span.alert))), to: String(span.to ?? span.from) }, null, short(span.alert, 40)),
        span.state,
        span.severity ?? '–',
        when(span.from),
        span.to === null ? 'still so' : when(span.to),
        span.to === null ? '' : duration(span.to - span.from),
      ],
    }),
  ];
}

function longest(slo, name) {
  const alert = slo.alerts.find((one) => one.name === name);
  return Math.max(0, ...(alert?.tiers ?? []).flatMap((tier) => tier.bounds.map((bound) => bound.window_ms)));
}

/** The steps of the charts as numbers, for who does not see them; newest first. */
function stepTable(history) {
  const rows = history.at.map((at, i) => i).reverse();
  return h('details', { class: 'disclosure', key: 'steps' },
    h('summary', null, `The charts as a table (${count(rows.length, 'step')})`),
    table({
      id: 'steps', caption: 'History, newest first',
      columns: [{ title: 'Until' }, { title: 'Good', numeric: true }, { title: 'Total', numeric: true }, { title: 'Measured', numeric: true },
        ...history.windows.map((window) => ({ title: `Good, ${window.window}`, numeric: true }))],
      rows,
      keyOf: String,
      cells: (i) => [when(history.at[i]), number(history.good[i]), number(history.total[i]), percent(history.coverage[i]), ...history.windows.map((window) => percent(window.ratio[i]))],
    }));
}
