// SPDX-License-Identifier: Apache-2.0
// Charts, drawn by uPlot, which is loaded when the first one is wanted. A chart is a place in the tree that the views
// leave alone; here lives what is in it. Everything that a chart says stands in a table beside it too.

import { h } from './dom.js';
import { clock, number, utc } from './format.js';

const HEIGHT = 200;

const wanted = new Map();
const drawn = new Map();
let library = null;

/**
 * A place for a chart.
 *
 * @param spec {title, stamp: changes when the chart must be drawn anew, at: epoch ms ascending, from, to,
 *     series: [{label, values, paint: css variable, dash, bars, scale, percent}], thresholds: [{label, value}],
 *     spans: [{label, state, from, to}], gaps: [{from, to}], unit, onZoom(from, to), onEnter(ms)}
 */
export function chart(id, spec) {
  wanted.set(id, spec);
  return h('figure', { class: 'chart', key: `chart-${id}` },
    h('figcaption', null, spec.title),
    h('ul', { class: 'legend' }, spec.series.map((one) =>
      h('li', null, h('span', { class: `line ${one.bars ? 'filled' : one.dash ? (one.dash[0] > 3 ? 'dashed' : 'dotted') : ''}`, css: { '--paint': `var(${one.paint})` } }), one.label))),
    h('div', {
      class: 'plot', opaque: id, tabindex: '0', role: 'group', 'aria-roledescription': 'chart',
      'aria-label': `${spec.title}. Left and right arrow move the cursor, plus and minus zoom, Enter shows the seconds there.`,
    }),
    h('output', { class: 'readout', opaque: `${id}-readout`, 'aria-live': 'polite' }));
}

/** Draws what the last view wants, and takes away what it does not. */
export async function syncCharts() {
  for (const id of [...drawn.keys()]) {
    if (!wanted.has(id)) {
      drawn.get(id).end();
      drawn.delete(id);
    }
  }
  const specs = new Map(wanted);
  wanted.clear();
  if (specs.size === 0) {
    return;
  }
  library ??= load();
  let Plot;
  try {
    Plot = await library;
  } catch {
    library = null; // the next drawing asks again; the numbers stand in the table until then
    return;
  }
  for (const [id, spec] of specs) {
    const place = document.querySelector(`[data-opaque="${CSS.escape(id)}"]`);
    const there = drawn.get(id);
    const stamp = `${spec.stamp} ${dark.matches}`;
    if (place && (there?.stamp !== stamp || there.place !== place)) {
      there?.end();
      drawn.set(id, { ...draw(Plot, place, spec), stamp, place });
    }
  }
}

const dark = matchMedia('(prefers-color-scheme: dark)');

/** Has `listener` called when the colours of the page change. */
export function onTheme(listener) {
  dark.addEventListener('change', listener);
}

async function load() {
  const { default: Plot } = await import('/static/uplot/uPlot.esm.js');
  const style = document.createElement('link');
  style.rel = 'stylesheet';
  style.href = '/static/uplot/uPlot.min.css';
  document.head.append(style);
  return Plot;
}

function draw(Plot, place, spec) {
  const paint = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const axis = { stroke: paint('--text'), grid: { stroke: paint('--grid'), width: 1 }, ticks: { stroke: paint('--grid'), width: 1 }, font: '12px system-ui, sans-serif' };
  const percents = spec.series.some((one) => one.percent && !one.scale);
  const top = Math.max(0, ...(spec.thresholds ?? []).map((one) => one.value));
  const plot = new Plot({
    width: width(place),
    height: HEIGHT,
    ms: 1,
    tzDate: (ms) => Plot.tzDate(new Date(ms), 'Etc/UTC'),
    legend: { show: false },
    cursor: { drag: { x: true, y: false, setScale: false }, points: { size: 6 }, sync: { key: 'time' } },
    scales: {
      x: { time: true, range: () => [spec.from, spec.to] },
      y: { range: (_, low, high) => [0, Math.max(top * 1.25, (high ?? 0) * 1.05, percents ? 0.01 : 1)] },
      share: { range: [0, 1] },
    },
    axes: [
      { ...axis, space: 70, size: 30, values: times(spec.to - spec.from) },
      { ...axis, size: 56, values: (_, ticks) => ticks.map((tick) => (percents ? `${number(tick * 100)} %` : number(tick))) },
      ...(spec.series.some((one) => one.scale === 'share')
        ? [{ ...axis, scale: 'share', side: 1, size: 60, grid: { show: false }, values: (_, ticks) => ticks.map((tick) => `${number(tick * 100)} %`) }]
        : []),
    ],
    series: [{}, ...spec.series.map((one) => ({
      label: one.label,
      scale: one.scale ?? 'y',
      stroke: paint(one.paint),
      width: 1.5,
      dash: one.dash,
      fill: one.bars ? paint(one.paint) : undefined,
      paths: one.bars ? Plot.paths.bars({ size: [1, Infinity], gap: 0 }) : undefined,
      points: { show: one.bars ? false : undefined, size: 3 },
      spanGaps: false,
    }))],
    hooks: {
      drawClear: [(u) => shade(u, spec, paint)],
      draw: [(u) => thresholds(u, spec, paint)],
      setCursor: [(u) => read(u, spec, place)],
      setSelect: [(u) => {
        if (u.select.width > 3) {
          spec.onZoom?.(u.posToVal(u.select.left, 'x'), u.posToVal(u.select.left + u.select.width, 'x'));
          u.setSelect({ left: 0, width: 0, top: 0, height: 0 }, false);
        }
      }],
    },
  }, [spec.at, ...spec.series.map((one) => one.values)], place);
  place.onkeydown = (event) => keys(event, plot, spec);
  const watch = new ResizeObserver(() => {
    if (plot.width !== width(place)) {
      plot.setSize({ width: width(place), height: HEIGHT });
    }
  });
  watch.observe(place);
  return {
    end: () => {
      watch.disconnect();
      plot.destroy();
    },
  };
}

function width(place) {
  return Math.max(200, Math.floor(place.clientWidth));
}

function times(length) {
  const day = length > 2 * 86_400_000;
  return (_, ticks) => ticks.map((ms) => {
    const text = new Date(ms).toISOString();
    return day ? `${text.slice(5, 10)} ${text.slice(11, 16)}` : length <= 600_000 ? text.slice(11, 19) : text.slice(11, 16);
  });
}

/** Behind the lines: where nothing was recorded, and when alerts were pending or fired. */
function shade(u, spec, paint) {
  const { ctx, bbox } = u;
  ctx.save();
  ctx.beginPath();
  ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
  ctx.clip();
  for (const gap of spec.gaps ?? []) {
    hatch(u, gap.from, gap.to, paint('--gap'), 10);
  }
  (spec.spans ?? []).forEach((span, i) => {
    const left = u.valToPos(Math.max(span.from, spec.from), 'x', true);
    const right = u.valToPos(Math.min(span.to ?? spec.to, spec.to), 'x', true);
    if (span.state === 'firing') {
      ctx.fillStyle = paint('--span-firing');
      ctx.fillRect(left, bbox.top, Math.max(2, right - left), bbox.height);
    } else {
      hatch(u, span.from, span.to ?? spec.to, paint(span.state === 'pending' ? '--span-pending' : '--gap'), 6);
    }
    ctx.fillStyle = paint('--text');
    ctx.font = `${11 * devicePixelRatio}px system-ui, sans-serif`;
    ctx.textBaseline = 'top';
    const start = Math.max(left, bbox.left) + 4;
    const late = start + ctx.measureText(span.label).width > bbox.left + bbox.width;
    ctx.textAlign = late ? 'right' : 'left';
    ctx.fillText(span.label, late ? bbox.left + bbox.width - 4 : start, bbox.top + 2 + (i % 3) * 13 * devicePixelRatio);
  });
  ctx.restore();
}

function hatch(u, from, to, colour, step) {
  const { ctx, bbox } = u;
  const left = Math.max(bbox.left, u.valToPos(from, 'x', true));
  const right = Math.min(bbox.left + bbox.width, Math.max(left + 2, u.valToPos(to, 'x', true)));
  ctx.save();
  ctx.beginPath();
  ctx.rect(left, bbox.top, Math.max(0, right - left), bbox.height);
  ctx.clip();
  ctx.strokeStyle = colour;
  ctx.lineWidth = 1.5 * devicePixelRatio;
  ctx.beginPath();
  for (let x = left - bbox.height; x < right; x += step * devicePixelRatio) {
    ctx.moveTo(x, bbox.top + bbox.height);
    ctx.lineTo(x + bbox.height, bbox.top);
  }
  ctx.stroke();
  ctx.restore();
}

function thresholds(u, spec, paint) {
  const { ctx, bbox } = u;
  for (const { label, value } of spec.thresholds ?? []) {
    const y = u.valToPos(value, 'y', true);
    ctx.save();
    ctx.strokeStyle = paint('--threshold');
    ctx.lineWidth = 2 * devicePixelRatio;
    ctx.setLineDash([8 * devicePixelRatio, 4 * devicePixelRatio]);
    ctx.beginPath();
    ctx.moveTo(bbox.left, y);
    ctx.lineTo(bbox.left + bbox.width, y);
    ctx.stroke();
    ctx.fillStyle = paint('--threshold');
    ctx.font = `bold ${11 * devicePixelRatio}px system-ui, sans-serif`;
    ctx.textAlign = 'left';
    ctx.textBaseline = 'bottom';
    ctx.fillText(label, bbox.left + 4, y - 2);
    ctx.restore();
  }
}

function read(u, spec, place) {
  const index = u.cursor.idx;
  const output = place.parentNode?.querySelector('output');
  if (!output) {
    return;
  }
  output.textContent = index === null || index === undefined || spec.at[index] === undefined
    ? ''
    : `${spec.to - spec.from > 86_400_000 ? utc(spec.at[index]) : clock(spec.at[index])}: ${spec.series.map((one) => {
      const value = one.values[index];
      return `${one.label} ${value === null || value === undefined ? 'no data' : one.percent ? `${number(value * 100)} %` : number(value)}`;
    }).join(', ')}`;
}

function keys(event, u, spec) {
  if (event.ctrlKey || event.metaKey || event.altKey) {
    return; // the browser's own: larger and smaller, back and forth
  }
  const now = u.cursor.idx ?? spec.at.length - 1;
  const stride = event.shiftKey ? 10 : 1;
  const moves = { ArrowLeft: now - stride, ArrowRight: now + stride, Home: 0, End: spec.at.length - 1 };
  const middle = spec.at[now] ?? (spec.from + spec.to) / 2;
  const half = (spec.to - spec.from) / 2;
  if (event.key in moves) {
    const index = Math.min(spec.at.length - 1, Math.max(0, moves[event.key]));
    u.setCursor({ left: u.valToPos(spec.at[index], 'x'), top: 10 });
  } else if (event.key === '+') {
    spec.onZoom?.(middle - half / 2, middle + half / 2);
  } else if (event.key === '-') {
    spec.onZoom?.(middle - half * 2, middle + half * 2);
  } else if (event.key === 'Enter') {
    spec.onEnter?.(middle);
  } else if (event.key === 'Escape') {
    u.setCursor({ left: -10, top: -10 });
  } else {
    return;
  }
  event.preventDefault();
}
