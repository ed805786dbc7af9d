// SPDX-License-Identifier: Apache-2.0
package io.slostream.tests.integration;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** A way to a server on loopback that can be cut: what is open breaks, what is new is reset at once. */
final class TcpProxy implements AutoCloseable {
    private final InetSocketAddress server;
    private final ServerSocket listener;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger resets = new AtomicInteger();
    private volatile boolean isCut;

    private TcpProxy(InetSocketAddress server, ServerSocket listener) {
        this.server = server;
        this.listener = listener;
    }

    /** Listens on a free port. */
    static TcpProxy to(int port) throws IOException {
        InetAddress loopback = InetAddress.getByName("127.0.0.1");
        TcpProxy proxy = new TcpProxy(new InetSocketAddress(loopback, port), new ServerSocket(0, 50, loopback));
        daemon("proxy", proxy::acceptAll);
        return proxy;
    }

    int port() {
        return listener.getLocalPort();
    }

    /** From now on the server cannot be reached. */
    void cut() throws IOException {
        isCut = true;
        for (Socket socket : open) {
            socket.close();
        }
    }

    /** From now on the server can be reached again. */
    void mend() {
        isCut = false;
    }

    /** How many connections were reset while the way was cut. */
    int resets() {
        return resets.get();
    }

    private void acceptAll() throws IOException {
        while (!listener.isClosed()) {
            Socket client = listener.accept();
            if (isCut) {
                resets.incrementAndGet();
                client.setSoLinger(true, 0); // close sends a reset
                client.close();
                continue;
            }
            Socket onward = new Socket();
            onward.connect(server);
            open.add(client);
            open.add(onward);
            daemon("proxy-request", () -> pump(client, onward));
            daemon("proxy-response", () -> pump(onward, client));
        }
    }

    private void pump(Socket from, Socket to) throws IOException {
        try (from;
                to;
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream()) {
            in.transferTo(out);
        } finally {
            open.remove(from);
        }
    }

    /** What a thread of the proxy does. */
    private interface Work {
        void run() throws IOException;
    }

    private static void daemon(String name, Work work) {
        Thread thread = new Thread(
                () -> {
                    try {
                        work.run();
                    } catch (IOException e) {
                        // A broken connection or a closed listener: both are what a cut way looks like.
                    }
                },
                name);
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        listener.close();
        cut();
    }
}
