// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.serve;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * The files of the page, from the class path: names of letters, digits, dots, hyphens and folders, of known types, in the
 * page's folder or that of the chart library. Each is read once.
 */
public final class PageFiles {
    static final String INDEX = "index.html";
    private static final String STATIC = "/static/";
    private static final String CHARTS = "uplot/";
    /** No name begins with a dot, so none leads out of the folder. */
    private static final Pattern NAME =
            Pattern.compile("([a-zA-Z0-9_-][a-zA-Z0-9._-]*/){0,3}[a-zA-Z0-9_-][a-zA-Z0-9._-]*\\.([a-z0-9]+)");

    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html;charset=utf-8",
            "css", "text/css;charset=utf-8",
            "js", "text/javascript;charset=utf-8",
            "svg", "image/svg+xml",
            "png", "image/png",
            "ico", "image/vnd.microsoft.icon",
            "woff2", "font/woff2");

    private final String folder;
    private final String charts;
    private final Map<String, Answer> known = new ConcurrentHashMap<>();

    /**
     * Files of these folders.
     *
     * @param folder of the page, on the class path, with slashes around
     * @param charts of the chart library, likewise
     */
    public PageFiles(String folder, String charts) {
        this.folder = folder;
        this.charts = charts;
    }

    /** Those that come with this program. */
    public static PageFiles shipped() {
        Properties properties = new Properties();
        try (InputStream in = PageFiles.class.getResourceAsStream("/slostream.properties")) {
            properties.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException("slostream.properties of this program cannot be read", e);
        }
        return new PageFiles(
                "/page/", "/META-INF/resources/webjars/uplot/" + properties.getProperty("uplot.version") + "/dist/");
    }

    /** The page itself, whatever the view. */
    public void index(Exchange exchange) {
        exchange.answer(file(INDEX));
    }

    /** What the page loads, below {@code /static/}. */
    public void file(Exchange exchange) {
        exchange.answer(file(exchange.path().substring(STATIC.length())));
    }

    private Answer file(String name) {
        Answer found = known.get(name);
        if (found == null) {
            found = load(name).orElseThrow(() -> RefusedException.notFound("there is no such file"));
            known.put(name, found);
        }
        return found;
    }

    private Optional<Answer> load(String name) {
        var matcher = NAME.matcher(name);
        if (!matcher.matches() || !TYPES.containsKey(matcher.group(2))) {
            return Optional.empty();
        }
        String resource = name.startsWith(CHARTS) ? charts + name.substring(CHARTS.length()) : folder + name;
        try (InputStream in = PageFiles.class.getResourceAsStream(resource)) {
            if (in == null) {
                return Optional.empty();
            }
            byte[] body = in.readAllBytes();
            return Optional.of(new Answer(200, TYPES.get(matcher.group(2)), body, Map.of())
                    .with("ETag", "\"" + tag(body) + "\"")
                    .with("Cache-Control", "no-cache"));
        } catch (IOException e) {
            throw new UncheckedIOException("the file " + resource + " of this program cannot be read", e);
        }
    }

    private static String tag(byte[] body) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(body))
                    .substring(0, 32);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
