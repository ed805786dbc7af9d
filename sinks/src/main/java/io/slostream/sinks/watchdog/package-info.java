// SPDX-License-Identifier: Apache-2.0
/** Signs of life, for a dead-man's switch outside that notices when they stop. */
package io.slostream.sinks.watchdog;
