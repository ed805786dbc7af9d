// SPDX-License-Identifier: Apache-2.0
// The live stream: server-sent events read with fetch, because EventSource cannot send a token.

import { ask, ApiError } from './api.js';

const SILENCE_MS = 12_000;
const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 10_000;

/**
 * Follows one address until stopped. `onEvent(name, data)` for each event; `onState(state)` with what changed of
 * {state, problem, retryAt}; a server that says nothing for 12 s counts as lost and is asked anew.
 */
export function follow(path, onEvent, onState) {
  const stop = new AbortController();
  let wake = () => {};
  run();
  return {
    stop: () => {
      stop.abort();
      wake();
    },
    /** Asks at once instead of after the wait. */
    retry: () => wake(),
  };

  async function run() {
    let wait = FIRST_WAIT_MS;
    while (!stop.signal.aborted) {
      let problem;
      try {
        await listen(() => {
          wait = FIRST_WAIT_MS;
        });
        problem = new ApiError(0, 'the server ended the connection');
      } catch (failure) {
        problem = failure;
      }
      if (stop.signal.aborted) {
        return;
      }
      const pause = Math.max(wait, problem.retryAfterMs ?? 0);
      const refused = problem.status === 401;
      onState({
        state: refused ? 'refused' : 'lost',
        problem: problem.message,
        status: problem.status ?? 0,
        retryAt: refused ? null : Date.now() + pause,
      });
      await new Promise((resolve) => {
        wake = resolve;
        if (!refused) {
          setTimeout(resolve, pause);
        }
      });
      wait = Math.min(LONGEST_WAIT_MS, wait * 2);
    }
  }

  async function listen(onHeard) {
    const abort = new AbortController();
    const end = () => abort.abort();
    stop.signal.addEventListener('abort', end);
    let silent = false;
    let timer;
    const listening = () => {
      clearTimeout(timer);
      timer = setTimeout(() => {
        silent = true;
        abort.abort();
      }, SILENCE_MS);
    };
    listening();
    try {
      const response = await ask(path, abort.signal);
      const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
      const parse = parser((name, data) => {
        onHeard();
        onEvent(name, data);
        onState({ state: 'live', problem: null, status: 200, retryAt: null, heard: Date.now() });
      });
      for (;;) {
        const { value, done } = await reader.read();
        if (done) {
          return;
        }
        listening();
        parse(value);
      }
    } catch (failure) {
      throw silent ? new ApiError(0, `nothing was heard for ${SILENCE_MS / 1000} s`) : failure;
    } finally {
      clearTimeout(timer);
      stop.signal.removeEventListener('abort', end);
      // What could not be understood would else go on to be sent, and be kept for nobody.
      abort.abort();
    }
  }
}

/** Takes pieces of a text/event-stream and tells whole events; their data is JSON. */
export function parser(onEvent) {
  let rest = '';
  let name = 'message';
  let data = [];
  return (piece) => {
    rest += piece;
    const lines = rest.split(/\r\n|\n|\r/);
    rest = lines.pop();
    for (const line of lines) {
      if (line === '') {
        if (data.length > 0) {
          onEvent(name, JSON.parse(data.join('\n')));
        }
        name = 'message';
        data = [];
      } else if (line.startsWith('event:')) {
        name = line.slice(6).trim();
      } else if (line.startsWith('data:')) {
        data.push(line.slice(5).replace(/^ /, ''));
      }
    }
  };
}
