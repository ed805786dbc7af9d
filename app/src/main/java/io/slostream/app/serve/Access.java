// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.serve;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Under which names a service answers, and to whom. A page in a browser may reach loopback under a name of its own, and
 * would then be taken for ours; addresses in figures and our own names cannot be faked so.
 */
public final class Access {
    private static final String IP_LITERAL = "[0-9]{1,3}(\\.[0-9]{1,3}){3}|\\[[0-9a-f:.%]+]";
    private static final String BEARER = "Bearer ";

    private final TreeSet<String> names = new TreeSet<>();
    private final Optional<byte[]> token;

    private Access(String host, List<String> more, Optional<byte[]> token) {
        names.add("localhost");
        names.add(lower(host));
        more.forEach(name -> names.add(lower(name)));
        this.token = token;
    }

    /** Names and no token. */
    public static Access open(String host, List<String> names) {
        return new Access(host, names, Optional.empty());
    }

    /** The same for those who know a secret. */
    public static Access withToken(String host, List<String> names, String secret) {
        return new Access(host, names, Optional.of(digest(secret)));
    }

    /** Whether a Host header, null included, names us. */
    boolean isOurs(String hostHeader) {
        if (hostHeader == null) {
            return false;
        }
        String name = lower(hostHeader.replaceFirst(":[0-9]{1,5}$", ""));
        return names.contains(name) || name.matches(IP_LITERAL);
    }

    /** Whether a path is answered to somebody with this Authorization header, null included. */
    boolean isAllowed(String path, String authorization) {
        if (token.isEmpty() || !isProtected(path)) {
            return true;
        }
        // The scheme's name is case-insensitive; digests are as long as each other, whatever was guessed.
        return authorization != null
                && authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())
                && MessageDigest.isEqual(
                        token.get(),
                        digest(authorization.substring(BEARER.length()).strip()));
    }

    /** Probes of health carry no secrets, and the page itself holds no data. */
    private static boolean isProtected(String path) {
        return path.startsWith("/api/") || path.equals("/metrics");
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }

    private static byte[] digest(String secret) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
