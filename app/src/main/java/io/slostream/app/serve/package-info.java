// SPDX-License-Identifier: Apache-2.0
/** What the engine serves over HTTP, and what that is read from. */
package io.slostream.app.serve;
