// SPDX-License-Identifier: Apache-2.0
// A tree is built anew from the state and laid over the one that stands there, so that focus, scroll position, open
// disclosures and selections survive each update. Text only ever becomes a text node.

const SVG = 'http://www.w3.org/2000/svg';
const HANDLERS = ['onclick', 'oninput', 'onchange', 'onkeydown', 'onsubmit', 'onscroll', 'ontoggle'];

/**
 * An element. Properties: handlers (onclick, …), `key` (identity among siblings), `css` (custom properties and
 * styles, set by script as the content policy wants it), `opaque` (its children belong to somebody else); all others are
 * attributes, left out when null, undefined or false. Children: nodes, texts, numbers, nested lists; null is nothing.
 */
export function h(tag, properties, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(properties ?? {})) {
    if (value === null || value === undefined || value === false) {
      continue;
    }
    if (name === 'css') {
      for (const [style, text] of Object.entries(value)) {
        node.style.setProperty(style, text);
      }
    } else if (name === 'key') {
      node.dataset.key = value;
    } else if (name === 'opaque') {
      node.dataset.opaque = value;
    } else if (HANDLERS.includes(name)) {
      node[name] = value;
    } else if (name === 'value') {
      node.value = value;
      node.dataset.value = value;
    } else {
      node.setAttribute(name, value === true ? '' : value);
    }
  }
  node.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  if (tag === 'select' && properties?.value !== undefined) {
    node.value = properties.value;
  }
  return node;
}

/** One of the shapes that stand in index.html. It is decoration: a word always stands beside it. */
export function icon(name) {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('class', 'icon');
  svg.setAttribute('aria-hidden', 'true');
  const use = document.createElementNS(SVG, 'use');
  use.setAttribute('href', `#icon-${name}`);
  svg.append(use);
  return svg;
}

/** Gives `place` these children, keeping what is there already. */
export function show(place, ...children) {
  const focused = document.activeElement;
  const fresh = document.createElement('div');
  fresh.append(...children.flat(Infinity).filter(Boolean));
  layChildren(place, fresh);
  if (focused && focused !== document.activeElement && focused.isConnected) {
    focused.focus({ preventScroll: true });
  }
}

function layChildren(old, fresh) {
  const keyed = new Map();
  for (const child of old.children) {
    if (child.dataset?.key) {
      keyed.set(child.dataset.key, child);
    }
  }
  const kept = new Set([...fresh.children].map((child) => child.dataset?.key).filter(Boolean));
  let cursor = old.firstChild;
  for (const child of [...fresh.childNodes]) {
    while (cursor?.dataset?.key && !kept.has(cursor.dataset.key)) {
      const gone = cursor;
      cursor = cursor.nextSibling;
      gone.remove();
    }
    const key = child.dataset?.key;
    const match = key ? keyed.get(key) : cursor;
    if (match && match.nodeName === child.nodeName && (match.dataset?.key ?? '') === (key ?? '')) {
      if (match === cursor) {
        cursor = cursor.nextSibling;
      } else {
        old.insertBefore(match, cursor);
      }
      lay(match, child);
    } else {
      old.insertBefore(child, cursor);
    }
  }
  while (cursor) {
    const gone = cursor;
    cursor = cursor.nextSibling;
    gone.remove();
  }
}

function lay(old, fresh) {
  if (old.nodeType !== Node.ELEMENT_NODE) {
    if (old.data !== fresh.data) {
      old.data = fresh.data;
    }
    return;
  }
  if (old.dataset.opaque !== undefined && old.dataset.opaque === fresh.dataset.opaque) {
    return;
  }
  // What somebody has begun to write is his until he sends it.
  const untouched = old !== document.activeElement && old.value === old.dataset.value;
  layAttributes(old, fresh);
  layChildren(old, fresh);
  if (fresh.dataset.value !== undefined && untouched && old.value !== fresh.dataset.value) {
    old.value = fresh.dataset.value;
  }
}

function layAttributes(old, fresh) {
  for (const { name, value } of fresh.attributes) {
    if (name !== 'style' && old.getAttribute(name) !== value && !(name === 'open' && old.nodeName === 'DETAILS')) {
      old.setAttribute(name, value);
    }
  }
  for (const { name } of [...old.attributes]) {
    if (name !== 'style' && name !== 'open' && !fresh.hasAttribute(name)) {
      old.removeAttribute(name);
    }
  }
  if (old.style.cssText !== fresh.style.cssText) {
    old.style.cssText = fresh.style.cssText;
  }
  for (const handler of HANDLERS) {
    if (old[handler] !== fresh[handler]) {
      old[handler] = fresh[handler];
    }
  }
}
