// SPDX-License-Identifier: Apache-2.0
/** Incoming webhooks of Slack, and of what takes the same messages, such as Mattermost. */
package io.slostream.sinks.slack;
