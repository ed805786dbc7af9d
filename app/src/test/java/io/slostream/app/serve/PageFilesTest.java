// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PageFilesTest {
    private final PageFiles shipped = PageFiles.shipped();
    private final PageFiles ours = new PageFiles("/pagefiles/", "/pagefiles/charts/");
    private final HttpService server = new HttpService(
            "127.0.0.1",
            0,
            Access.open("127.0.0.1", List.of()),
            Map.of("/", ours::index),
            Map.of("/static/", ours::file, "/static/uplot/", shipped::file));

    @AfterEach
    void stop() {
        server.close();
    }

    private String get(String path, String... headers) throws Exception {
        return RawHttp.get(server.port(), path, headers);
    }

    @Test
    void shouldServeFilesWithTheirTypeAndRevalidateThem() throws Exception {
        String answer = get("/");

        assertThat(answer)
                .startsWith("HTTP/1.1 200 ")
                .containsIgnoringCase("Content-Type: text/html;charset=utf-8\r\n")
                .contains("Cache-Control: no-cache\r\n")
                .endsWith("<title>page</title>\n");
        String tag = answer.replaceFirst("(?s).*ETag: (\"[0-9a-f]{32}\").*", "$1");
        assertThat(get("/", "If-None-Match: " + tag)).startsWith("HTTP/1.1 304 ");
        assertThat(get("/static/js/a-b.js")).containsIgnoringCase("Content-Type: text/javascript;charset=utf-8\r\n");
    }

    @Test
    void shouldServeTheChartLibraryThatIsShipped() throws Exception {
        assertThat(get("/static/uplot/uPlot.esm.js"))
                .startsWith("HTTP/1.1 200 ")
                .contains("uPlot");
        assertThat(get("/static/uplot/uPlot.min.css")).startsWith("HTTP/1.1 200 ");
    }

    @Test
    void shouldServeNothingElse() throws Exception {
        for (String path : List.of(
                "/static/",
                "/static/js",
                "/static/js/",
                "/static/nothing.js",
                "/static/secret.txt",
                "/static/.hidden.js",
                "/static//js/a-b.js",
                "/static/js/../../logback.xml",
                "/static/js/..%2f..%2flogback.xml",
                "/static/%2e%2e/logback.xml",
                "/static/..;/logback.xml",
                "/static/uplot/../../../../../logback.xml",
                "/static/js\\..\\a.js")) {
            assertThat(get(path)).as(path).containsPattern("^HTTP/1.1 (400|404) ");
        }
    }
}
