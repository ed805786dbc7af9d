// SPDX-License-Identifier: Apache-2.0
// Names come from telemetry and may be anything. They are shown so that what is there can be seen: characters that
// are not visible, or that turn the text around them, stand as their code; long ones are cut, the whole is reachable.

import { h } from './dom.js';

const INVISIBLE = /[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Cs}\p{Zl}\p{Zp}\u00a0\u034f\u115f\u1160\u2000-\u200a\u202f\u205f\u3000\u2800\ufe00-\ufe0f]/gu;
const SHORT = 60;

/** The text with everything invisible written as its code point. */
export function visible(text) {
  return String(text).replace(INVISIBLE, (found) => `\\u{${found.codePointAt(0).toString(16)}}`);
}

/** The visible text, cut to `length` characters. */
export function short(text, length = SHORT) {
  const shown = visible(text);
  const characters = Array.from(shown.slice(0, 2 * length + 2));
  return shown.length <= length || characters.length <= length ? shown : `${characters.slice(0, length).join('')}…`;
}

/** A name as an element of its own direction, the whole of it in its title when it was cut. */
export function nameOf(text, length = SHORT) {
  const shown = short(text, length);
  const whole = visible(text);
  return h('bdi', { class: 'name', title: shown === whole ? null : whole }, shown === '' ? '(empty)' : shown);
}

/** A name in full: when it was cut, behind a disclosure that the keyboard reaches too. */
export function wholeName(text) {
  const shown = short(text);
  const whole = visible(text);
  return shown === whole
    ? nameOf(text)
    : h('details', { class: 'whole' }, h('summary', null, nameOf(text)), h('p', { class: 'break' }, whole));
}
