// SPDX-License-Identifier: Apache-2.0
/** Which alerts a receiver hears of. */
package io.slostream.sinks.route;
