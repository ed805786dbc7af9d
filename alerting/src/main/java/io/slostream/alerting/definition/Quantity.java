// SPDX-License-Identifier: Apache-2.0
package io.slostream.alerting.definition;

/** A number that an event carries, or that two of its numbers make. An event may have none. */
public sealed interface Quantity {

    /** Name in records and on pages, for example {@code ttft_ms} or {@code tokens/capacity}. */
    String name();

    /**
     * A number of the event, in the unit of the field.
     *
     * @param field numeric field of the kind
     */
    record Field(String field) implements Quantity {
        @Override
        public String name() {
            return field;
        }
    }

    /**
     * One number of the event divided by another, at most the cap and at least its negative: a share of what is almost
     * nothing says no more than that it is too much. 0 ÷ 0 is no number.
     *
     * @param field numerator, a numeric field of the kind
     * @param per denominator, another one
     * @param cap above 0
     */
    record CappedRatio(String field, String per, double cap) implements Quantity {
        @Override
        public String name() {
            return field + "/" + per;
        }
    }
}
