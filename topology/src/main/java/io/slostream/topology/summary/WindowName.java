// SPDX-License-Identifier: Apache-2.0
package io.slostream.topology.summary;

import io.slostream.alerting.definition.Window;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Names of windows, each made once: there are a handful of them and they stand in every record. */
final class WindowName {
    private static final Map<Window, String> NAMES = new ConcurrentHashMap<>();

    private WindowName() {}

    static String of(Window window) {
        return NAMES.computeIfAbsent(window, Window::name);
    }
}
