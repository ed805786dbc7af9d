// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.serve;

import java.util.Map;
import java.util.TreeMap;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Finds who answers a path. */
final class Router extends Handler.Abstract {
    private final TreeMap<String, Route> paths;
    private final TreeMap<String, Route> folders;

    /**
     * A router.
     *
     * @param folders by the beginning of a path, with its slash
     */
    Router(Map<String, Route> paths, Map<String, Route> folders) {
        this.paths = new TreeMap<>(paths);
        this.folders = new TreeMap<>(folders);
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        Exchange exchange = new Exchange(request, response, callback);
        try {
            route(exchange.path()).handle(exchange);
        } catch (RuntimeException e) {
            exchange.answer(e);
        }
        return true;
    }

    private Route route(String path) {
        Route exact = paths.get(path);
        if (exact != null) {
            return exact;
        }
        // The longest beginning that fits is the last of those that sort before the path.
        for (Map.Entry<String, Route> folder :
                folders.headMap(path, true).descendingMap().entrySet()) {
            if (path.startsWith(folder.getKey())) {
                return folder.getValue();
            }
        }
        return exchange -> {
            throw RefusedException.notFound("there are " + String.join(", ", paths.keySet()));
        };
    }
}
