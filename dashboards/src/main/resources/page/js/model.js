// SPDX-License-Identifier: Apache-2.0
// What the page knows now. Whoever changes it calls changed(); the views are functions of it.

export const model = {
  /** The answer of /api/v1/definitions, null before it came. */
  definitions: null,
  /** Rows of summaries by cellKey. */
  cells: new Map(),
  /** Newest checkpoint by specialist. */
  checkpoints: new Map(),
  /** Alerts that fire, by alertKey. */
  alerts: new Map(),
  engine: null,
  /** The server's clock as last heard, epoch milliseconds. */
  now: null,
  /** The full summary of a drill-down: {summary, stale}. */
  summary: null,
  /** state: connecting, live, lost, refused (401); since, heard: epoch ms of this machine; retryAt, problem. */
  connection: { state: 'connecting', since: Date.now(), heard: null, retryAt: null, problem: null },
  /** True once a snapshot of any stream has been taken in, and of the stream that the view follows. */
  told: false,
  viewTold: false,
};

const listeners = [];
let due = false;

/** Has `listener` called after changes, once for all of one turn. */
export function onChange(listener) {
  listeners.push(listener);
}

/** Tells that the model is another. A timer and not an animation frame: the title changes in hidden tabs too. */
export function changed() {
  if (!due) {
    due = true;
    setTimeout(() => {
      due = false;
      listeners.forEach((listener) => listener());
    }, 0);
  }
}

export function cellKey(slo, group) {
  return `${slo}\u0000${group}`;
}

export function alertKey(alert) {
  return `${alert.slo}\u0000${alert.alert}\u0000${alert.group}`;
}

/** The definition of an SLO, null when there is none. */
export function sloNamed(name) {
  return model.definitions?.slos.find((slo) => slo.name === name) ?? null;
}

/** Whether what is shown may be old: nobody tells us news. */
export function old() {
  return model.connection.state === 'lost' || model.connection.state === 'refused';
}

/** Takes in an event of the live stream. */
export function take(event, data) {
  if (event === 'snapshot') {
    model.cells.clear();
    model.checkpoints.clear();
    model.alerts.clear();
    model.told = true;
    model.viewTold = true;
  }
  if (event === 'summary') {
    model.summary = data;
  }
  model.now = data.now ?? model.now;
  model.engine = data.engine ?? model.engine;
  for (const cell of data.cells ?? []) {
    model.cells.set(cellKey(cell.slo, cell.group), cell);
  }
  for (const [slo, group] of data.gone ?? []) {
    model.cells.delete(cellKey(slo, group));
  }
  for (const checkpoint of data.checkpoints ?? []) {
    model.checkpoints.set(checkpoint.specialist, checkpoint);
  }
  for (const alert of data.alerts ?? []) {
    if (alert.state === 'firing') {
      model.alerts.set(alertKey(alert), alert);
    } else {
      model.alerts.delete(alertKey(alert));
    }
  }
  changed();
}

/** The instant that counts as now: of the events' clock where that is another than ours. */
export function present() {
  if (model.definitions?.clock === 'story') {
    return model.engine?.evaluated ?? model.now ?? Date.now();
  }
  return Date.now();
}
