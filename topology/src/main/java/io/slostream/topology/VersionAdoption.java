// SPDX-License-Identifier: Apache-2.0
package io.slostream.topology;

/**
 * What a control record says: from here on a source partition counts under this version.
 *
 * @param version offset of the definition set in {@code slo.definitions.v1}
 * @param token the token that stands in the set's entry there, or {@link #NO_TOKEN}
 */
public record VersionAdoption(long version, String token) {
    /** Of an entry that was written before entries had tokens, and of what adopts it. */
    public static final String NO_TOKEN = "";
}
