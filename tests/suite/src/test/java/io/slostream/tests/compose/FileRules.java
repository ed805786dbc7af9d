// SPDX-License-Identifier: Apache-2.0
package io.slostream.tests.compose;

import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Files and folders that are mounted, volumes, and variables. */
final class FileRules {
    private static final Pattern VARIABLE = Pattern.compile("(?<!\\$)\\$\\{?([A-Za-z_][A-Za-z0-9_]*)([^}]*)");

    private FileRules() {}

    static List<String> problems(Stack stack) {
        List<String> problems = new ArrayList<>();
        Map<String, Service> services = stack.services();
        Set<String> used = new TreeSet<>();
        for (Service service : services.values()) {
            for (Service.Mount mount : service.mounts()) {
                if (mount.isNamed()) {
                    used.add(mount.source());
                } else if (!Files.exists(Stack.ROOT.resolve(mount.source()))) {
                    problems.add(service.name() + ": mounts " + mount.source() + ", which does not exist");
                }
            }
            if (service.isOurs()) {
                ours(stack, service, problems);
            }
        }
        used.stream()
                .filter(volume -> !stack.volumes().contains(volume))
                .forEach(volume -> problems.add("volume " + volume + " is not declared"));
        stack.volumes().stream()
                .filter(volume -> !used.contains(volume))
                .forEach(volume -> problems.add("volume " + volume + " is not used"));
        variables(stack, problems);
        return problems;
    }

    /** A new volume takes its owner from the image, and a tmpfs holds no programs unless told so. */
    private static void ours(Stack stack, Service service, List<String> problems) {
        Dockerfile image = Dockerfile.parse(stack.text(Stack.DOCKERFILE));
        service.mounts().stream()
                .filter(Service.Mount::isNamed)
                .filter(mount -> !image.ownedFolders().contains(mount.target()))
                .forEach(mount ->
                        problems.add(service.name() + ": the image has no folder " + mount.target() + " of its user"));
        if (service.words("tmpfs").stream().noneMatch(tmpfs -> tmpfs.matches("/tmp:exec,.*"))) {
            problems.add(service.name() + ": native libraries cannot be unpacked into /tmp");
        }
        if (!service.text("user").equals(image.user())) {
            problems.add(service.name() + ": user is not that of the image, " + image.user());
        }
        Set<String> images = stack.services().values().stream()
                .filter(Service::isOurs)
                .map(other -> other.text("image"))
                .collect(Collectors.toSet());
        if (images.size() > 1) {
            problems.add(service.name() + ": one image has several names: " + images);
        }
        if (service.words("command").contains("run")) {
            String state = stack.value(Stack.ENGINE, "spec", "stateDir");
            if (service.mountOf(state).filter(mount -> !mount.isReadOnly()).isEmpty()) {
                problems.add(service.name() + ": state in " + state + " does not outlive the container");
            }
        }
    }

    private static void variables(Stack stack, List<String> problems) {
        String compose = stack.text(Stack.COMPOSE)
                .lines()
                .filter(line -> !line.strip().startsWith("#"))
                .map(line -> line.replace("$$", ""))
                .collect(Collectors.joining("\n"));
        Matcher variable = VARIABLE.matcher(compose);
        while (variable.find()) {
            if (!variable.group(2).startsWith(":-")) {
                problems.add("variable " + variable.group(1) + " has no default");
            }
            if (!stack.text(Stack.GUIDE).contains("`" + variable.group(1) + "`")) {
                problems.add("variable " + variable.group(1) + " is not described in " + Stack.GUIDE);
            }
        }
    }
}
