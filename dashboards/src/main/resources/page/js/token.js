// SPDX-License-Identifier: Apache-2.0
// The form that asks for the token when the server wants one.

import { keepToken } from './api.js';
import { h } from './dom.js';

/** The form; `onToken` is called when a token has been kept. */
export function tokenForm(wrong, onToken) {
  return [
    h('h1', null, 'A token is needed'),
    h('form', {
      class: 'token',
      onsubmit: (event) => {
        event.preventDefault();
        keepToken(event.currentTarget.elements.token.value.trim());
        onToken();
      },
    },
    h('p', null, 'This server shows its data only to who knows its token (', h('code', null, 'spec.http.token'), '). It is kept in this tab until you close it.'),
    wrong ? h('p', { class: 'problem', role: 'alert' }, 'The server does not take this token.') : null,
    h('label', null, 'Token ', h('input', { type: 'password', name: 'token', required: true, autocomplete: 'off' })),
    h('button', { type: 'submit' }, 'Go on')),
  ];
}
