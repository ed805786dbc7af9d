// SPDX-License-Identifier: Apache-2.0
package io.slostream.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

class BrokerCommandTest {
    private final StringWriter err = new StringWriter();

    @Test
    void shouldNameEveryPortThatIsTaken() throws IOException {
        try (ServerSocket first = taken();
                ServerSocket second = taken()) {
            int code = Main.run(
                    Main.commandLine().setErr(new PrintWriter(err, true)),
                    "broker",
                    "--port=" + first.getLocalPort(),
                    "--registry-port=" + second.getLocalPort());

            assertThat(code).isEqualTo(2);
            assertThat(err.toString())
                    .startsWith("port " + first.getLocalPort() + " of the broker and port " + second.getLocalPort()
                            + " of the registry are taken, perhaps by another slostream broker; stop it, or choose");
        }
    }

    private static ServerSocket taken() throws IOException {
        return new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    }
}
