// SPDX-License-Identifier: Apache-2.0
// The five states in which something is, worst first, and how each is told apart: by word, shape, pattern and colour.

import { h, icon } from './dom.js';
import { old } from './model.js';

const WORDS = { red: 'Red', degraded: 'Degraded', stale: 'Stale', none: 'No data', green: 'Green' };
export const ORDER = ['red', 'degraded', 'stale', 'none', 'green'];

function judged(cell) {
  if (!cell || cell.state === 'no_data') {
    return 'none';
  }
  if (cell.state === 'firing') {
    return cell.severity === 'page' ? 'red' : 'degraded';
  }
  return cell.state === 'pending' ? 'degraded' : 'green';
}

/**
 * The state of a row: {code, was, why}. An old value is no state: it shows as stale and says what it was.
 */
export function stateOf(cell) {
  const was = judged(cell);
  const why = [
    ...(cell?.firing ?? []).map((alert) => `${alert} fires`),
    ...(cell?.pending ?? []).map((alert) => `${alert} is pending`),
  ];
  if (cell && (cell.stale || old())) {
    return { code: 'stale', was, why };
  }
  return { code: was, was, why: cell ? why : ['no summary yet'] };
}

/** The state of the newest checkpoint's scores against their floors. */
export function scoreState(checkpoint) {
  if (checkpoint.scores.length === 0) {
    return { code: 'none', was: 'none', why: ['no scores'] };
  }
  const below = checkpoint.scores.filter((score) => score.score < score.floor).length;
  const was = below > 0 ? 'degraded' : 'green';
  return { code: old() ? 'stale' : was, was, why: below > 0 ? [`${below} below the floor`] : [] };
}

/** Lower is worse. What was red and is stale stays with the red ones: nobody knows that it is over. */
export function rank(state) {
  return state.code === 'stale' && state.was === 'red' ? 0.5 : ORDER.indexOf(state.code);
}

/** The worst of some states; no data when there are none. */
export function worst(states) {
  return states.reduce((a, b) => (rank(b) < rank(a) ? b : a), states[0] ?? { code: 'none', was: 'none', why: [] });
}

/** The word of a state: what it was too, when it is stale. */
export function word(state) {
  return state.code === 'stale' && state.was !== 'none' ? `Stale, was ${WORDS[state.was].toLowerCase()}` : WORDS[state.code];
}

/** Shape and word. */
export function badge(state) {
  return h('span', { class: `badge state-${state.code}` }, icon(state.code), h('span', null, word(state)));
}

/** How many are in which state, worst first, as shape, number and word. */
export function tally(states) {
  const counts = ORDER.map((code) => [code, states.filter((state) => state.code === code).length]);
  return h(
    'ul',
    { class: 'tally' },
    counts
      .filter(([, n]) => n > 0)
      .map(([code, n]) => h('li', { class: `badge state-${code}` }, icon(code), h('span', null, `${n} ${WORDS[code].toLowerCase()}`))),
  );
}
