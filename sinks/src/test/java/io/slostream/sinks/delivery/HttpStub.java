// SPDX-License-Identifier: Apache-2.0
package io.slostream.sinks.delivery;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** A receiver that answers as it is told to, also as no server should; 200 when it was told nothing. */
public final class HttpStub implements AutoCloseable {
    private final ServerSocket server;
    private final Deque<Reply> script = new ArrayDeque<>();
    private final List<Received> received = new ArrayList<>();
    private final List<Socket> open = new ArrayList<>();
    private volatile boolean closed;

    /** A request. */
    public record Received(String line, Map<String, String> headers, String body) {}

    /** What the stub does with a request. */
    public interface Reply {
        void to(Socket socket) throws Exception;
    }

    public HttpStub() {
        try {
            server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread thread = new Thread(this::serve, "http-stub");
        thread.setDaemon(true);
        thread.start();
    }

    public URI uri() {
        return URI.create("http://127.0.0.1:" + server.getLocalPort() + "/hook");
    }

    /** The next requests are answered so, each once. */
    public HttpStub then(Reply... replies) {
        synchronized (script) {
            script.addAll(List.of(replies));
        }
        return this;
    }

    public List<Received> received() {
        synchronized (received) {
            return List.copyOf(received);
        }
    }

    public static Reply status(int code, String... headers) {
        return saying(code, "", headers);
    }

    public static Reply body(int code, String body) {
        return saying(code, body);
    }

    private static Reply saying(int code, String body, String... headers) {
        return socket -> {
            StringBuilder head = new StringBuilder("HTTP/1.1 " + code + " Said\r\nConnection: close\r\n");
            for (String header : headers) {
                head.append(header).append("\r\n");
            }
            head.append("Content-Length: ")
                    .append(body.length())
                    .append("\r\n\r\n")
                    .append(body);
            write(socket, head.toString());
            socket.close();
        };
    }

    /** Takes the request and says nothing. */
    public static Reply hang() {
        return socket -> {};
    }

    /** Takes the request and resets the connection. */
    public static Reply reset() {
        return socket -> {
            socket.setSoLinger(true, 0);
            socket.close();
        };
    }

    /** Says the status and then drips the body, a byte now and then, for ever. */
    public static Reply slowBody(int code) {
        return socket -> {
            write(socket, "HTTP/1.1 " + code + " Said\r\nContent-Length: 1000000\r\n\r\n");
            while (true) {
                write(socket, "x");
                Thread.sleep(50);
            }
        };
    }

    /** Says the status, then far more than anybody reads. */
    public static Reply hugeBody(int code) {
        return socket -> {
            write(socket, "HTTP/1.1 " + code + " Said\r\nContent-Length: 1000000000\r\n\r\n");
            String block = "x".repeat(64 << 10);
            while (true) {
                write(socket, block);
            }
        };
    }

    private void serve() {
        while (!closed) {
            try {
                Socket socket = server.accept();
                synchronized (open) {
                    open.add(socket);
                }
                Thread thread = new Thread(() -> answer(socket), "http-stub-connection");
                thread.setDaemon(true);
                thread.start();
            } catch (IOException e) {
                return;
            }
        }
    }

    private void answer(Socket socket) {
        try {
            Received request = read(new BufferedInputStream(socket.getInputStream()));
            Reply reply;
            synchronized (script) {
                reply = script.isEmpty() ? status(200) : script.removeFirst();
            }
            synchronized (received) {
                received.add(request);
            }
            reply.to(socket);
        } catch (Exception e) {
            // The client went away, which is what some tests are about.
        }
    }

    private static Received read(InputStream in) throws IOException {
        String line = line(in);
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (String header = line(in); !header.isEmpty(); header = line(in)) {
            int colon = header.indexOf(':');
            headers.put(
                    header.substring(0, colon).toLowerCase(Locale.ROOT),
                    header.substring(colon + 1).strip());
        }
        byte[] body = in.readNBytes(Integer.parseInt(headers.getOrDefault("content-length", "0")));
        return new Received(line, headers, new String(body, StandardCharsets.UTF_8));
    }

    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int b = in.read(); b >= 0 && b != '\n'; b = in.read()) {
            if (b != '\r') {
                bytes.write(b);
            }
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private static void write(Socket socket, String text) throws IOException {
        OutputStream out = socket.getOutputStream();
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    @Override
    public void close() throws IOException {
        closed = true;
        server.close();
        synchronized (open) {
            for (Socket socket : open) {
                socket.close();
            }
        }
    }
}
