// SPDX-License-Identifier: Apache-2.0
package io.slostream.alerting.definition;

import java.math.BigDecimal;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Durations as Go and Prometheus write them: numbers with units, longest unit first, each unit once. Units are
 * {@code w}, {@code d} (24 hours), {@code h}, {@code m}, {@code s} and {@code ms}; {@code 60m}, {@code 1h} and
 * {@code 0.5h30m} are all 3,600,000 ms.
 */
public final class Durations {
    private static final long SECOND_MS = 1_000;
    private static final long MINUTE_MS = 60 * SECOND_MS;
    private static final long HOUR_MS = 60 * MINUTE_MS;
    private static final long DAY_MS = 24 * HOUR_MS;

    private static final int MAX_LENGTH = 40;
    private static final String NUMBER = "(\\d{1,12}(?:\\.\\d{1,9})?)";
    private static final Pattern FORM = Pattern.compile("(?:" + NUMBER + "w)?(?:" + NUMBER + "d)?(?:" + NUMBER
            + "h)?(?:" + NUMBER + "m)?(?:" + NUMBER + "s)?(?:" + NUMBER + "ms)?");
    private static final long[] UNIT_MS = {7 * DAY_MS, DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS, 1};

    private Durations() {}

    /**
     * The milliseconds that a duration means, 0 or more. {@code 0} needs no unit.
     *
     * @throws IllegalArgumentException when the text is no duration of this form, or no whole number of milliseconds;
     *     the message says what to write
     */
    public static long parseMs(String text) {
        if (text.equals("0")) {
            return 0;
        }
        if (text.matches("\\d{1,12}")) {
            throw new IllegalArgumentException("has no unit; write for example " + text + "s or " + text + "m");
        }
        Matcher matcher = text.length() > MAX_LENGTH ? FORM.matcher("?") : FORM.matcher(text);
        if (text.isEmpty() || !matcher.matches()) {
            throw new IllegalArgumentException(
                    "is no duration; write for example 500ms, 30s, 5m, 1h30m or 30d (longest unit first)");
        }
        BigDecimal sum = BigDecimal.ZERO;
        for (int unit = 0; unit < UNIT_MS.length; unit++) {
            String number = matcher.group(unit + 1);
            if (number != null) {
                sum = sum.add(new BigDecimal(number).multiply(BigDecimal.valueOf(UNIT_MS[unit])));
            }
        }
        try {
            return sum.longValueExact();
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException("is no whole number of milliseconds below 2^63; write it with ms", e);
        }
    }

    /**
     * The shortest text whose units are exact: {@code 1h30m}, {@code 24h}, {@code 3d}. Days are used from two whole
     * days on, as in window names. {@link #parseMs} of it gives {@code ms} again.
     *
     * @param ms 0 or more
     */
    public static String format(long ms) {
        if (ms < 0) {
            throw new IllegalArgumentException("a duration is 0 or more: " + ms);
        }
        if (ms == 0) {
            return "0s";
        }
        if (ms >= 2 * DAY_MS && ms % DAY_MS == 0) {
            return ms / DAY_MS + "d";
        }
        StringBuilder text = new StringBuilder();
        append(text, ms / HOUR_MS, "h");
        append(text, ms % HOUR_MS / MINUTE_MS, "m");
        append(text, ms % MINUTE_MS / SECOND_MS, "s");
        append(text, ms % SECOND_MS, "ms");
        return text.toString();
    }

    private static void append(StringBuilder text, long count, String unit) {
        if (count > 0) {
            text.append(count).append(unit);
        }
    }
}
