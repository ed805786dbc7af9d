# SPDX-License-Identifier: Apache-2.0
#
# One image for every command: docker build -t slostream:0.1.0 . && docker run --rm slostream:0.1.0 --help
# .dockerignore says what of the sources gets here.

FROM maven:3.9.12-eclipse-temurin-17-noble AS build
WORKDIR /source
COPY . .
# The cache keeps what Maven downloads from one build to the next; it is no part of the image.
RUN --mount=type=cache,target=/root/.m2 mvn -B -ntp -pl app -am package -Dmaven.test.skip=true

# Ubuntu, not Alpine: glibc is what RocksDB and the compression codecs are run on in our tests.
FROM eclipse-temurin:17.0.19_10-jre-noble
# Volumes that are mounted here take this owner when they are new.
RUN groupadd --gid 10001 slostream \
    && useradd --uid 10001 --gid 10001 --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin slostream \
    && install --directory --owner=10001 --group=10001 /state /generated
COPY --from=build /source/app/target/slostream.jar /opt/slostream/slostream.jar
COPY LICENSE NOTICE /opt/slostream/
USER 10001:10001
# Half of the container's memory for the heap: RocksDB, threads and buffers of the network live beside it.
ENTRYPOINT ["java", "-XX:+UseSerialGC", "-XX:MaxRAMPercentage=50", "-jar", "/opt/slostream/slostream.jar"]
CMD ["--help"]
