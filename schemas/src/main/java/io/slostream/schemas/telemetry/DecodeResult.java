// SPDX-License-Identifier: Apache-2.0
package io.slostream.schemas.telemetry;

/**
 * What a record turned out to be. Bad bytes are a value, never an exception: {@link Rejected} goes to the dead-letter
 * topic and the next record goes on. A registry that cannot be reached is neither: it throws
 * {@link io.slostream.schemas.registry.RegistryUnavailableException}, since the record may be good.
 */
public sealed interface DecodeResult {

    /** The one accepted result; the event stands in the {@link TelemetryEvent} that the caller passed in. */
    DecodeResult ACCEPTED = new Accepted();

    /** A valid event. */
    record Accepted() implements DecodeResult {}

    /**
     * A record that is no valid event.
     *
     * @param reason stable code
     * @param detail one sentence for a person: what, which field, which value
     */
    record Rejected(RejectReason reason, String detail) implements DecodeResult {}
}
