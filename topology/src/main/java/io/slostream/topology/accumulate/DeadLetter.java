// SPDX-License-Identifier: Apache-2.0
package io.slostream.topology.accumulate;

import io.slostream.schemas.telemetry.RejectReason;
import io.slostream.topology.SourcePartition;

/**
 * A record that is no valid event, with where it stands and why.
 *
 * @param source source partition or file
 * @param position offset in the partition, or line number in the file (from 1)
 * @param reason stable code
 * @param detail one sentence for a person
 * @param head the record's first bytes, at most {@value #HEAD_BYTES}
 */
public record DeadLetter(SourcePartition source, long position, RejectReason reason, String detail, byte[] head) {
    /** How much of the record is kept. */
    public static final int HEAD_BYTES = 4_096;
}
