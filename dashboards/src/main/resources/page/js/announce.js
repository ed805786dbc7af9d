// SPDX-License-Identifier: Apache-2.0
// What a screen reader says on its own: changes of the outcome bar, gathered, few at a time.

import { model, old } from './model.js';
import { short } from './names.js';
import { word } from './states.js';
import { outcomes } from './bar.js';

const GATHER_MS = 3_000;
const MOST = 3;

let before = null;
let said = null;
let timer = null;

/** Compares with what was told last and speaks after a while, when there is something to say. */
export function listenForChanges() {
  if (!model.told || !model.definitions) {
    return;
  }
  if (before === null) {
    before = now();
    said = old();
    return;
  }
  timer ??= setTimeout(speak, GATHER_MS);
}

function now() {
  return new Map(outcomes().map((outcome) => [outcome.specialist, outcome.state.was]));
}

function speak() {
  timer = null;
  const after = now();
  const changes = outcomes().filter((outcome) => before.has(outcome.specialist) && before.get(outcome.specialist) !== outcome.state.was);
  const texts = changes.slice(0, MOST).map((outcome) => `${short(outcome.specialist, 30)}: ${word({ ...outcome.state, code: outcome.state.was }).toLowerCase()}.`);
  if (changes.length > MOST) {
    texts.push(`And ${changes.length - MOST} more changed.`);
  }
  if (old() !== said) {
    texts.push(old() ? 'Disconnected; what is shown is old.' : 'Connected again.');
    said = old();
  }
  before = after;
  if (texts.length > 0) {
    document.getElementById('announcer').textContent = texts.join(' ');
  }
}
