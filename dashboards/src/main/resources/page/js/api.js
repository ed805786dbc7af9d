// SPDX-License-Identifier: Apache-2.0
// Questions to the server. The token lives in the tab's session storage and goes with every one of them.

const TOKEN = 'slostream.token';
const AGAIN_MS = 5_000;

/** What went wrong with an answer: `status` of HTTP, 0 when there was none; the message is for people. */
export class ApiError extends Error {
  constructor(status, message, retryAfterMs) {
    super(message);
    this.status = status;
    this.retryAfterMs = retryAfterMs ?? null;
  }
}

/** Keeps a token for this tab. */
export function keepToken(token) {
  sessionStorage.setItem(TOKEN, token);
}

/** Fetches; answers other than 2xx are an ApiError that says what the server said. */
export async function ask(path, signal) {
  const headers = {};
  const token = sessionStorage.getItem(TOKEN);
  if (token) {
    headers.Authorization = `Bearer ${token}`;
  }
  let response;
  try {
    response = await fetch(path, { headers, signal, cache: 'no-store' });
  } catch (failure) {
    if (failure.name === 'AbortError') {
      throw failure;
    }
    throw new ApiError(0, 'the server cannot be reached');
  }
  if (!response.ok) {
    throw await refusal(response);
  }
  return response;
}

/** As ask, read as JSON. */
export async function askJson(path, signal) {
  const response = await ask(path, signal);
  return response.json();
}

async function refusal(response) {
  let text = '';
  try {
    text = ((await response.json()).problems ?? []).join('; ');
  } catch {
    // The status says enough.
  }
  const seconds = Number(response.headers.get('Retry-After'));
  const wait = Number.isFinite(seconds) && seconds > 0 ? seconds * 1000 : null;
  const words = { 401: 'a token is needed', 404: 'there is no such thing', 503: 'the server is busy' };
  return new ApiError(response.status, text || words[response.status] || `HTTP ${response.status}`, wait);
}

const answers = new Map();
let used = new Set();

/**
 * The answer to a question, for views, which are drawn again when it comes: {value, problem, loading}. Asked again when
 * `path` changes for the same `key`, until the new answer is there the old one stays, and a while after the server was
 * busy or away.
 */
export function use(key, path, changed) {
  used.add(key);
  let entry = answers.get(key);
  if (entry?.path === path) {
    return entry;
  }
  entry?.abort.abort();
  const abort = new AbortController();
  entry = { path, abort, value: entry?.value ?? null, problem: null, loading: true };
  answers.set(key, entry);
  const mine = entry;
  askJson(path, abort.signal).then(
    (value) => Object.assign(mine, { value, problem: null, loading: false }),
    (failure) => {
      if (failure.name !== 'AbortError') {
        Object.assign(mine, { problem: failure, loading: false });
        if (failure.status === 503 || failure.status === 0) {
          setTimeout(() => again(key, mine, changed), failure.retryAfterMs ?? AGAIN_MS);
        }
      }
    },
  ).finally(changed);
  return entry;
}

function again(key, entry, changed) {
  if (answers.get(key) === entry) {
    answers.delete(key);
    changed();
  }
}

function forget(key) {
  answers.get(key)?.abort.abort();
  answers.delete(key);
}

/** Drops what no view has used since the last call; returns whether a first answer is still awaited. */
export function sweep() {
  for (const key of [...answers.keys()]) {
    if (!used.has(key)) {
      forget(key);
    }
  }
  const waiting = [...answers.values()].some((entry) => entry.loading && entry.value === null);
  used = new Set();
  return waiting;
}
