// SPDX-License-Identifier: Apache-2.0
/** What the page asks for: definitions, live cells, history, transitions and single events, each an answer of its own. */
package io.slostream.app.page;
