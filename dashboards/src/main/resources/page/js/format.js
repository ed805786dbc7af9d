// SPDX-License-Identifier: Apache-2.0
// Numbers and times as people read them.

import { h } from './dom.js';

const NOTHING = '–';
const UNITS = [['d', 86_400_000], ['h', 3_600_000], ['m', 60_000], ['s', 1_000]];

/** A share 0..1 in percent; never rounded up to 100 % or down to 0 %. */
export function percent(ratio) {
  if (ratio === null || ratio === undefined) {
    return NOTHING;
  }
  const value = ratio * 100;
  for (const digits of [1, 2, 3, 4]) {
    const text = value.toFixed(digits);
    if ((value === 100 || Number(text) !== 100) && (value === 0 || Number(text) !== 0)) {
      return `${text} %`;
    }
  }
  return value > 50 ? '> 99.9999 %' : '< 0.0001 %';
}

/** A number with as many digits as matter. */
export function number(value, digits = 3) {
  if (value === null || value === undefined) {
    return NOTHING;
  }
  if (Number.isInteger(value)) {
    return value.toLocaleString('en-US');
  }
  return Math.abs(value) >= 1000
    ? Math.round(value).toLocaleString('en-US')
    : String(Number(value.toPrecision(digits)));
}

/** A length of time: its two greatest units. */
export function duration(ms) {
  if (ms === null || ms === undefined) {
    return NOTHING;
  }
  let rest = Math.max(0, ms);
  const parts = [];
  for (const [unit, length] of UNITS) {
    const count = Math.floor(rest / length);
    rest -= count * length;
    if (count > 0) {
      parts.push(`${count}${unit}`);
    } else if (parts.length > 0) {
      break;
    }
  }
  return parts.slice(0, 2).join(' ') || (ms > 0 ? '< 1s' : '0s');
}

/** Day and time in UTC, to the second. */
export function utc(ms) {
  if (ms === null || ms === undefined) {
    return NOTHING;
  }
  const date = new Date(ms);
  return Number.isNaN(date.getTime()) ? `${ms} ms` : `${date.toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}

/** The same as an element, which says the reader's own time when it is pointed at. */
export function when(ms) {
  return ms === null || ms === undefined ? NOTHING : h('time', { title: local(ms) }, utc(ms));
}

/** Time of day in UTC. */
export function clock(ms) {
  return ms === null || ms === undefined ? NOTHING : `${new Date(ms).toISOString().slice(11, 19)} UTC`;
}

/** Day and time where the reader is, with the offset. */
export function local(ms) {
  const date = new Date(ms);
  if (Number.isNaN(date.getTime())) {
    return '';
  }
  const minutes = -date.getTimezoneOffset();
  const there = new Date(ms + minutes * 60_000).toISOString().slice(0, 19).replace('T', ' ');
  const absolute = Math.abs(minutes);
  const offset = `${String(Math.floor(absolute / 60)).padStart(2, '0')}:${String(absolute % 60).padStart(2, '0')}`;
  return `${there} ${minutes < 0 ? '−' : '+'}${offset} local`;
}

/** One of a thing, several things. */
export function count(n, one, many = `${one}s`) {
  return `${number(n)} ${n === 1 ? one : many}`;
}
