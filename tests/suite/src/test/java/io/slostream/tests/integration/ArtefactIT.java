// SPDX-License-Identifier: Apache-2.0
package io.slostream.tests.integration;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What {@code slostream.jar} holds: the native libraries of the platforms that the app's README promises, no others. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ArtefactIT {
    private static final String NATIVE = ".*\\.(so|dll|dylib|jnilib|a)";
    private static final String VERSION = "-[0-9][0-9.-]*(?=\\.)";

    /** Without the version in the name. The compression codecs' libraries for glibc serve musl too. */
    private static final List<String> EXPECTED = List.of(
            // State stores.
            "librocksdbjni-linux64.so",
            "librocksdbjni-linux64-musl.so",
            "librocksdbjni-linux-aarch64.so",
            "librocksdbjni-linux-aarch64-musl.so",
            "librocksdbjni-osx-x86_64.jnilib",
            "librocksdbjni-osx-arm64.jnilib",
            "librocksdbjni-win64.dll",
            // Records that producers compress.
            "linux/amd64/libzstd-jni.so",
            "linux/aarch64/libzstd-jni.so",
            "darwin/x86_64/libzstd-jni.dylib",
            "darwin/aarch64/libzstd-jni.dylib",
            "win/amd64/libzstd-jni.dll",
            "org/xerial/snappy/native/Linux/x86_64/libsnappyjava.so",
            "org/xerial/snappy/native/Linux/aarch64/libsnappyjava.so",
            "org/xerial/snappy/native/Mac/x86_64/libsnappyjava.dylib",
            "org/xerial/snappy/native/Mac/aarch64/libsnappyjava.dylib",
            "org/xerial/snappy/native/Windows/x86_64/snappyjava.dll",
            "net/jpountz/util/linux/amd64/liblz4-java.so",
            "net/jpountz/util/linux/aarch64/liblz4-java.so",
            "net/jpountz/util/darwin/x86_64/liblz4-java.dylib",
            "net/jpountz/util/darwin/aarch64/liblz4-java.dylib",
            "net/jpountz/util/windows/amd64/liblz4-java.dll",
            // The terminal's width.
            "org/jline/nativ/Linux/x86_64/libjlinenative.so",
            "org/jline/nativ/Linux/arm64/libjlinenative.so",
            "org/jline/nativ/Mac/x86_64/libjlinenative.jnilib",
            "org/jline/nativ/Mac/arm64/libjlinenative.jnilib",
            "org/jline/nativ/Windows/x86_64/jlinenative.dll");

    @TempDir
    private Path directory;

    @Test
    void shouldHoldTheNativeLibrariesOfThePromisedPlatformsOnly() throws IOException {
        try (JarFile jar = new JarFile(EngineProcess.artefact().toFile());
                Stream<JarEntry> entries = jar.stream()) {
            assertThat(entries.map(ZipEntry::getName)
                            .filter(name -> name.matches(NATIVE))
                            .map(name -> name.replaceAll(VERSION, "")))
                    .containsExactlyInAnyOrderElementsOf(EXPECTED);
        }
    }

    @Test
    void shouldJudgeAFileFromTheJarAlone() throws Exception {
        Path root = Path.of("../..").toAbsolutePath().normalize();
        try (EngineProcess replay = EngineProcess.startArtefact(
                directory,
                "replay",
                "--input",
                root.resolve("examples/canaries.ndjson").toString(),
                "--slo",
                root.resolve("slos/canary-15m.yaml").toString())) {
            assertThat(replay.awaitExit(60)).as(replay.stderr()).isZero();

            assertThat(replay.stdout())
                    .contains("firing     page   canary-15m CanaryFailing math")
                    .contains("in 480 = counted 480 + late 0 + dead-lettered 0 + excluded 0");
        }
    }
}
