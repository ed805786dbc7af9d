// SPDX-License-Identifier: Apache-2.0
package io.slostream.alerting.definition;

import java.util.regex.Pattern;

/** Names of SLOs and alerts: they become topic keys, label values and path segments of links. */
public final class Names {
    private static final int MAX_LENGTH = 63;
    private static final Pattern FORM = Pattern.compile("[A-Za-z][A-Za-z0-9._-]{0,62}");

    private Names() {}

    /** Whether this is a name: a letter, then letters, digits, '.', '_' or '-', 63 characters at most. */
    public static boolean isName(String text) {
        return FORM.matcher(text).matches();
    }

    /** A name that is near to this text: what is not allowed becomes {@code -}, and what is too long is cut. */
    public static String near(String text) {
        String allowed = text.substring(0, Math.min(text.length(), 2 * MAX_LENGTH))
                .replaceAll("[^A-Za-z0-9._-]+", "-")
                .replaceAll("^[-._]+|[-._]+$", "");
        String begun = allowed.matches("[A-Za-z].*") ? allowed : "slo-" + allowed;
        return begun.substring(0, Math.min(begun.length(), MAX_LENGTH)).replaceAll("[-._]+$", "");
    }
}
