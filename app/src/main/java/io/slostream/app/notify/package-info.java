// SPDX-License-Identifier: Apache-2.0
/**
 * {@code slostream notify}: {@code notify.yaml}, and a consumer for each receiver, so that a dead one delays nobody else.
 *
 * <p>In order of use: {@link io.slostream.app.notify.NotifyConfigReader} → {@link io.slostream.app.notify.NotifyRunner},
 * or {@link io.slostream.app.notify.DryRun}. What receivers are told, and how, is in the module {@code sinks}.
 */
package io.slostream.app.notify;
