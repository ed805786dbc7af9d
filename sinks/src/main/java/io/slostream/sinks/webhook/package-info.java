// SPDX-License-Identifier: Apache-2.0
/** Any receiver of CloudEvents 1.0 over HTTP. */
package io.slostream.sinks.webhook;
