// SPDX-License-Identifier: Apache-2.0
package io.slostream.tests.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.slostream.tests.integration.Readme.Command;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A newcomer who types what the README says, in a folder like a fresh clone, and sees what the README shows. */
@Timeout(value = 600, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ReadmeIT {
    private static final Path ROOT = Path.of("../..").toAbsolutePath().normalize();
    /** The demo takes a minute and a half of CPU, and others may be at work on this machine. */
    private static final Duration SOON = Duration.ofSeconds(240);

    /** Runs this test. */
    private static final String TESTS = "mvn verify";

    private static final Pattern OF_THE_README = Pattern.compile("9092|8081|\\./slostream (?:broker|demo)");
    private static final String KCAT = "kcat";

    /** What runs on in a terminal of its own. */
    private static final List<String> IN_A_TERMINAL_OF_ITS_OWN = List.of(
            "./slostream broker",
            "./slostream run",
            "./slostream simulate --bootstrap",
            "java -cp app/target/slostream.jar examples/SendCanaries.java",
            "java -cp app/target/slostream.jar examples/ReadAlerts.java");

    @TempDir
    private Path folder;

    private final List<Process> terminals = new ArrayList<>();
    private Map<String, String> here;
    private Readme readme;

    @BeforeEach
    void openTheReadme() throws IOException {
        String port = freePort();
        String registryPort = freePort();
        // Others may use the ports of the README on this machine, and its two minutes of a demo are long.
        here = Map.of(
                "9092",
                port,
                "8081",
                registryPort,
                "./slostream broker",
                "./slostream broker --port " + port + " --registry-port " + registryPort,
                "./slostream demo",
                "./slostream demo --speed 2000");
        readme = Readme.parse(Files.readString(ROOT.resolve("README.md")));
        Files.createSymbolicLink(folder.resolve("slostream"), ROOT.resolve("slostream"));
        Files.createSymbolicLink(folder.resolve("app"), ROOT.resolve("app"));
        copy("slos");
        copy("examples");
        Path engine = folder.resolve("examples/engine.yaml");
        Files.writeString(engine, local(Files.readString(engine)).replace("port: 8080", "port: 0"));
    }

    @AfterEach
    void closeTheTerminals() throws InterruptedException {
        for (Process terminal : terminals) {
            terminal.descendants().forEach(ProcessHandle::destroyForcibly);
            terminal.destroyForcibly().waitFor();
        }
    }

    @Test
    void shouldDoWhatItSays() throws Exception {
        boolean kcat = isInstalled(KCAT);
        assertThat(kcat || System.getenv("CI") == null)
                .as("kcat is installed where CI is set")
                .isTrue();
        List<String> skipped = new ArrayList<>();
        for (Command command : readme.commands()) {
            if (command.text().equals(TESTS) || (!kcat && command.text().contains(KCAT))) {
                skipped.add(command.text());
            } else if (!command.text().equals("./slostream demo")
                    || !command.output().isEmpty()) {
                run(command);
            }
        }
        System.out.println("README: " + readme.commands().size() + " commands, SKIPPED " + skipped);
        assertThat(readme.commands().size() - skipped.size()).isGreaterThan(10);
    }

    @Test
    void shouldShowTheExamplesAsTheyAre() throws IOException {
        assertThat(readme.in("java"))
                .containsExactly(
                        Files.readString(ROOT.resolve("examples/SendCanaries.java")),
                        Files.readString(ROOT.resolve("examples/ReadAlerts.java")));
        assertThat(readme.in("yaml")).contains(Files.readString(ROOT.resolve("examples/first-slo.yaml")));
    }

    @Test
    void shouldHaveObjectivesThatAreValid() throws Exception {
        for (String yaml : readme.in("yaml")) {
            Path file = Files.writeString(folder.resolve("slo.yaml"), yaml);
            Process check = type("./slostream check slo.yaml", folder.resolve("check.txt"));
            assertThat(check.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(check.exitValue()).as(Files.readString(file)).isZero();
        }
    }

    private void run(Command shown) throws Exception {
        Command command = new Command(
                local(shown.text()), shown.output().stream().map(this::local).toList());
        Path printed = Files.createTempFile(folder, "printed", ".txt");
        Process process = type(command.text(), printed);
        if (IN_A_TERMINAL_OF_ITS_OWN.stream().anyMatch(shown.text()::startsWith)) {
            terminals.add(process);
            Await.until(
                    command + " shows what the README shows, or ends",
                    SOON,
                    () -> isShown(command, printed) || !process.isAlive());
            assertThat(isShown(command, printed))
                    .as(command + "\n" + Files.readString(printed))
                    .isTrue();
            return;
        }
        assertThat(process.waitFor(SOON.toSeconds(), TimeUnit.SECONDS))
                .as("%s ends", command)
                .isTrue();
        assertThat(process.exitValue()).as(command + "\n" + errors(printed)).isZero();
        assertThat(isShown(command, printed))
                .as(command + "\n" + Files.readString(printed))
                .isTrue();
    }

    /** On either stream. */
    private static boolean isShown(Command command, Path printed) throws IOException {
        return command.isIn(Files.readString(printed)) || command.isIn(errors(printed));
    }

    private static String errors(Path printed) throws IOException {
        return Files.readString(printed.resolveSibling(printed.getFileName() + ".err"));
    }

    private Process type(String command, Path printed) throws IOException {
        return new ProcessBuilder("bash", "-c", "set -o pipefail; " + command)
                .directory(folder.toFile())
                .redirectOutput(printed.toFile())
                .redirectError(
                        printed.resolveSibling(printed.getFileName() + ".err").toFile())
                .start();
    }

    private static boolean isInstalled(String program) throws Exception {
        return new ProcessBuilder("bash", "-c", "command -v " + program).start().waitFor() == 0;
    }

    private String local(String text) {
        return OF_THE_README.matcher(text).replaceAll(match -> here.get(match.group()));
    }

    private void copy(String name) throws IOException {
        Files.createDirectories(folder.resolve(name));
        try (Stream<Path> files = Files.list(ROOT.resolve(name))) {
            for (Path file : files.toList()) {
                Files.copy(file, folder.resolve(name).resolve(file.getFileName()));
            }
        }
    }

    private static String freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return Integer.toString(socket.getLocalPort());
        }
    }
}
