// SPDX-License-Identifier: Apache-2.0
// Going from view to view: history entries, links, and which view is shown now.

import { h } from './dom.js';
import { address, fits, parse, to } from './url.js';
import { changed } from './model.js';

let view = parse(location.pathname, location.search);
const arrivals = [];

/** The view that is shown. */
export function here() {
  return view;
}

/** Has `listener` called when another view is shown: with the new view and the one before. */
export function onArrival(listener) {
  arrivals.push(listener);
}

/** Goes to a view. `replace` for what is no step that the back button should take, as each letter of a filter. */
export function go(next, replace = false) {
  history[replace ? 'replaceState' : 'pushState'](null, '', address(next));
  arrive();
}

/** The same view with some parameters changed; undefined takes one away. */
export function adjust(changes, replace = false) {
  go({ ...view, ...changes }, replace);
}

function arrive() {
  const before = view;
  view = parse(location.pathname, location.search);
  arrivals.forEach((listener) => listener(view, before));
  changed();
}

/** Has links inside the page and the back button change the view without loading anything. */
export function startNavigation() {
  addEventListener('popstate', arrive);
  document.addEventListener('click', (event) => {
    const anchor = event.target.closest?.('a[href^="/"]');
    if (anchor && event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey) {
      event.preventDefault();
      if (anchor.getAttribute('href') !== location.pathname + location.search) {
        history.pushState(null, '', anchor.getAttribute('href'));
        arrive();
      }
      if (!anchor.closest('#bar, .stay')) {
        scrollTo(0, 0);
        document.getElementById('main').focus({ preventScroll: true });
      }
    }
  });
}

/** A link to a view with any content; only the content when no server would take so long an address. */
export function link(target, properties, ...children) {
  const path = address(to(view, target));
  return fits(path)
    ? h('a', { href: path, ...properties }, ...children)
    : h('span', { ...properties, title: 'The name is too long for a link.' }, ...children);
}
