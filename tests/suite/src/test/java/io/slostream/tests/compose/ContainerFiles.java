// SPDX-License-Identifier: Apache-2.0
package io.slostream.tests.compose;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a service sees of the mounts of docker-compose.yml: a copy of every file that is mounted, and a folder for each
 * volume, which services share. What is not mounted is not there.
 */
final class ContainerFiles {
    private final Path root;

    private ContainerFiles(Path root) {
        this.root = root;
    }

    /** Lays them out in a folder that may hold those of other services. */
    static ContainerFiles lay(Stack stack, String service, Path directory) throws IOException {
        Path containers = Files.createDirectories(directory.resolve("containers"));
        Path root = Files.createTempDirectory(containers, service + "-");
        for (Service.Mount mount : stack.services().get(service).mounts()) {
            Path target = root.resolve(mount.target().substring(1));
            Files.createDirectories(target.getParent());
            if (mount.isNamed()) {
                Path volume =
                        Files.createDirectories(directory.resolve("volumes").resolve(mount.source()));
                Files.createSymbolicLink(target, volume);
            } else {
                copy(stack, Path.of(mount.source()).normalize(), target);
            }
        }
        return new ContainerFiles(root);
    }

    private static void copy(Stack stack, Path source, Path target) throws IOException {
        try (Stream<Path> files = Files.walk(Stack.ROOT.resolve(source))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                // Of a single file nothing is left, and the target is the file.
                Path copy = target.resolve(
                        Stack.ROOT.resolve(source).relativize(file).toString());
                Files.createDirectories(copy.getParent());
                Files.writeString(copy, stack.text(Stack.ROOT.relativize(file).toString()));
            }
        }
    }

    /** Where a path of the container lies here. */
    Path path(String absolute) {
        return root.resolve(absolute.substring(1)).normalize();
    }

    /** Words of a command line, with the paths of the container as those that they have here. */
    List<String> here(List<String> command) {
        return command.stream()
                .map(word -> word.startsWith("/") ? path(word).toString() : word)
                .toList();
    }

    /** A text in which the paths that begin with a folder of the container are those that they have here. */
    String here(String text, String folder) {
        return text.replace(folder + "/", path(folder) + "/");
    }
}
