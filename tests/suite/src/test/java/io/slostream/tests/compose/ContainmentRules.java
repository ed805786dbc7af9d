// SPDX-License-Identifier: Apache-2.0
package io.slostream.tests.compose;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** What a service may do to its host: pinned images, loopback ports, no root, nothing writable that need not be. */
final class ContainmentRules {
    private static final Pattern PINNED = Pattern.compile("[a-z0-9./-]+:v?[0-9][A-Za-z0-9._-]*");
    private static final Pattern LOOPBACK = Pattern.compile("127\\.0\\.0\\.1:[0-9]+:[0-9]+");
    /** At each start they write their configuration into folders of their image. */
    private static final Set<String> WRITE_THEIR_IMAGE = Set.of("kafka", "registry");

    private ContainmentRules() {}

    static List<String> problems(Stack stack) {
        List<String> problems = new ArrayList<>();
        stack.services().values().forEach(service -> check(service, problems));
        return problems;
    }

    private static void check(Service service, List<String> problems) {
        String name = service.name();
        if (!PINNED.matcher(service.text("image")).matches()) {
            problems.add(name + ": image " + service.text("image") + " is not pinned");
        }
        for (String port : service.words("ports")) {
            if (!LOOPBACK.matcher(port).matches()) {
                problems.add(name + ": port " + port + " is not published on 127.0.0.1");
            }
        }
        String user = service.text("user");
        if (user.isEmpty() || user.matches("(root|0)(:.*)?")) {
            problems.add(name + ": user is root");
        }
        if (!service.text("read_only").equals("true") && !WRITE_THEIR_IMAGE.contains(name)) {
            problems.add(name + ": root file system is writable");
        }
        if (!service.words("cap_drop").equals(List.of("ALL"))) {
            problems.add(name + ": keeps capabilities");
        }
        if (!service.words("security_opt").contains("no-new-privileges:true")) {
            problems.add(name + ": may gain privileges");
        }
        for (String granted :
                List.of("privileged", "cap_add", "network_mode", "pid", "ipc", "devices", "userns_mode")) {
            if (service.keys().containsKey(granted)) {
                problems.add(name + ": is granted " + granted);
            }
        }
        if (!service.text("mem_limit").matches("[1-9][0-9]*[mg]")) {
            problems.add(name + ": no limit of memory");
        }
        for (Service.Mount mount : service.mounts()) {
            if (!mount.isNamed() && !mount.isReadOnly()) {
                problems.add(name + ": may write " + mount.source());
            }
        }
    }
}
