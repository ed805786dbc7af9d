// SPDX-License-Identifier: Apache-2.0
package io.slostream.topology.streams;

import io.slostream.schemas.topic.TopicSpec;

/**
 * An encoded output record of stage 2.
 *
 * @param topic where it goes
 * @param value encoded record
 */
record Judged(TopicSpec topic, byte[] value) {}
