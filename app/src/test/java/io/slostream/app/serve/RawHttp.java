// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.serve;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;

/** A client that may misbehave: bytes on a socket. */
final class RawHttp implements AutoCloseable {
    private static final int PATIENCE_MS = 30_000;
    private final Socket socket = new Socket();

    RawHttp(int port) throws IOException {
        socket.setSoTimeout(PATIENCE_MS);
        socket.connect(new InetSocketAddress("127.0.0.1", port), PATIENCE_MS);
    }

    /** What is answered to one request, up to the end of the connection. */
    static String ask(int port, String request) throws IOException {
        try (RawHttp http = new RawHttp(port)) {
            http.send(request);
            return http.readToEnd();
        }
    }

    /** A GET with a Host header, after which the connection ends. */
    static String get(int port, String path, String... headers) throws IOException {
        return ask(
                port,
                "GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n"
                        + (headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n")
                        + "\r\n");
    }

    RawHttp send(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        socket.getOutputStream().flush();
        return this;
    }

    /** All that comes until the connection ends, also where it is broken off. */
    String readToEnd() throws IOException {
        StringBuilder text = new StringBuilder();
        try {
            InputStream in = socket.getInputStream();
            byte[] buffer = new byte[1 << 14];
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                text.append(new String(buffer, 0, count, StandardCharsets.ISO_8859_1));
            }
        } catch (SocketException e) {
            text.append("[broken off]");
        }
        return text.toString();
    }

    /** Reads until this text has come. */
    String readUntil(String wanted) throws IOException {
        StringBuilder text = new StringBuilder();
        while (text.indexOf(wanted) < 0) {
            int next = socket.getInputStream().read();
            if (next < 0) {
                throw new IOException("ended before \"" + wanted + "\": " + text);
            }
            text.append((char) next);
        }
        return text.toString();
    }

    /** Reads some bytes; how many, 0 or less when the connection is over. */
    int read(int most) throws IOException {
        try {
            return socket.getInputStream().read(new byte[most]);
        } catch (SocketException e) {
            return -1;
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
