// SPDX-License-Identifier: Apache-2.0
package io.slostream.schemas.telemetry;

import io.slostream.schemas.telemetry.DecodeResult.Rejected;

/** Makes rejections whose detail is safe to log and bounded, whatever bytes the record held. */
public final class Rejections {
    /** Longest detail, characters. */
    public static final int MAX_DETAIL = 300;

    private Rejections() {}

    /** A rejection with the detail cut to {@link #MAX_DETAIL} and control characters replaced by {@code ?}. */
    public static Rejected reject(RejectReason reason, String detail) {
        int length = Math.min(detail.length(), MAX_DETAIL);
        StringBuilder safe = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            char c = detail.charAt(i);
            safe.append(Character.isISOControl(c) || Character.isSurrogate(c) ? '?' : c);
        }
        if (length < detail.length()) {
            safe.setLength(MAX_DETAIL - 3);
            safe.append("...");
        }
        return new Rejected(reason, safe.toString());
    }
}
