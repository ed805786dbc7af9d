// SPDX-License-Identifier: Apache-2.0
package io.slostream.sinks.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a request says of itself when it does not work: never a secret. */
class HttpPostTest {
    private static final byte[] BODY = "{\"routing_key\":\"hunter2-key\"}".getBytes(StandardCharsets.UTF_8);

    private final HttpStub stub = new HttpStub();
    private final HttpPost http = new HttpPost();

    @AfterEach
    void stop() throws IOException {
        stub.close();
    }

    @Test
    void shouldNotShowASecretThatIsNoHeader() {
        Answer answer = http.send(Request.json(stub.uri(), Map.of("Authorization", "Bearer hunter2\nrest"), BODY));

        assertThat(answer.isRetry()).as("the file may be put right").isTrue();
        assertThat(answer.perhapsReceived()).isFalse();
        assertThat(answer.why()).doesNotContain("hunter2").contains("header");
    }

    @Test
    void shouldNotShowASecretAddressThatIsNone() {
        Answer answer = http.send(Request.json(URI.create("ftp://hooks.example.org/hunter2"), Map.of(), BODY));

        assertThat(answer.isRetry()).isTrue();
        assertThat(answer.why()).doesNotContain("hunter2").contains("address");
    }

    @Test
    void shouldNotRepeatASecretThatTheReceiverSaysBack() {
        URI secret = URI.create(stub.uri() + "/services/hunter2-path");
        stub.then(HttpStub.body(
                400, "no Bearer hunter2-header, hunter2-header or hunter2-key at /hook/services/hunter2-path"));

        Answer answer = http.send(Request.json(secret, Map.of("Authorization", "Bearer hunter2-header"), BODY)
                .hiding("hunter2-key"));

        assertThat(answer.why()).isEqualTo("HTTP 400: no […], […] or […] at […]");
    }
}
