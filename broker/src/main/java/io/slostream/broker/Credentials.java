// SPDX-License-Identifier: Apache-2.0
package io.slostream.broker;

import java.util.regex.Pattern;

/**
 * A user of the broker.
 *
 * <p>Names and passwords go into Kafka's own small languages (format arguments, JAAS, lists of principals), so only
 * characters that need no quoting in any of them are taken.
 */
record Credentials(String name, String password) {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9._~-]+");

    Credentials {
        if (!PLAIN.matcher(name).matches() || !PLAIN.matcher(password).matches()) {
            throw new IllegalArgumentException(
                    "user names and passwords of the embedded broker consist of letters, digits and . _ ~ -");
        }
    }

    String principal() {
        return "User:" + name;
    }

    /** The argument of Kafka's formatter that stores this user in the first metadata record. */
    String scramArgument() {
        return "SCRAM-SHA-256=[name=" + name + ",iterations=4096,password=" + password + "]";
    }

    /** How a client logs in as this user. */
    String scramLogin() {
        return "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"" + name + "\" password=\""
                + password + "\";";
    }

    /** A listener that knows this user only, and how the broker itself logs in there. */
    String plainListener() {
        return "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"" + name + "\" password=\""
                + password + "\" user_" + name + "=\"" + password + "\";";
    }

    /** Never the password. */
    @Override
    public String toString() {
        return principal();
    }
}
