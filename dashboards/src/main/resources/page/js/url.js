// SPDX-License-Identifier: Apache-2.0
// A view is an address and an address is a view: all that one sees stands in path and query.

export const RANGES = { '1h': 3_600_000, '6h': 21_600_000, '24h': 86_400_000, '3d': 259_200_000, '7d': 604_800_000, '30d': 2_592_000_000 };
export const LONGEST_RANGE_MS = 35 * 86_400_000;
/** The server takes no later time. */
const LATEST_MS = 100_000_000_000_000;
const LONGEST_ADDRESS = 4_000;
const PARAMETERS = ['specialist', 'group', 'alert', 'sort', 'filter', 'last', 'from', 'to', 'seconds', 'bar', 'all'];

/** The view of an address: {name, subject, …parameters}. */
export function parse(path, query) {
  const view = { name: 'unknown', subject: null };
  const parts = path.split('/').filter((part) => part !== '');
  try {
    if (parts.length === 0) {
      view.name = 'home';
    } else if (parts.length === 2 && parts[0] === 'dashboards') {
      Object.assign(view, { name: 'dashboard', subject: decodeURIComponent(parts[1]) });
    } else if (parts.length === 2 && parts[0] === 'slos') {
      Object.assign(view, { name: 'slo', subject: decodeURIComponent(parts[1]) });
    }
  } catch {
    // A broken escape: an address of nothing.
  }
  const given = new URLSearchParams(query);
  for (const name of PARAMETERS) {
    if (given.has(name)) {
      view[name] = given.get(name);
    }
  }
  return view;
}

/** The address of a view. */
export function address(view) {
  let path = '/';
  if (view.name === 'dashboard') {
    path = `/dashboards/${encodeURIComponent(view.subject)}`;
  } else if (view.name === 'slo') {
    path = `/slos/${encodeURIComponent(view.subject)}`;
  }
  const query = PARAMETERS.filter((name) => view[name] !== undefined && view[name] !== null && view[name] !== '')
    .map((name) => `${name}=${encodeURIComponent(view[name])}`)
    .join('&');
  return query ? `${path}?${query}` : path;
}

/** Whether the server would take an address of this length. */
export function fits(text) {
  return text.length <= LONGEST_ADDRESS;
}

/** The view that a link leads to: its own subject and parameters, and from here what goes along everywhere. */
export function to(here, view) {
  const along = { bar: here.bar };
  if (view.from === undefined && view.last === undefined) {
    Object.assign(along, { last: here.last, from: here.from, to: here.to });
  }
  return { ...along, ...view };
}

/** The time that a view is about: {from, to, moving}; moving ranges end at `present`. */
export function rangeOf(view, present) {
  const from = Number(view.from);
  const end = Number(view.to);
  if (view.from && view.to && Number.isSafeInteger(from) && Number.isSafeInteger(end) && from >= 0 && from < end && end <= LATEST_MS) {
    return { from: Math.max(from, end - LONGEST_RANGE_MS), to: end, moving: false };
  }
  const length = RANGES[Object.hasOwn(RANGES, view.last ?? '') ? view.last : '24h'];
  const until = Math.ceil(present / 60_000) * 60_000;
  return { from: until - length, to: until, moving: true };
}
