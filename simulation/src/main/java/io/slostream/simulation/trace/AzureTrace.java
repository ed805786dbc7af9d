// SPDX-License-Identifier: Apache-2.0
package io.slostream.simulation.trace;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the public Azure LLM inference trace 2023 (Patel et al., "Splitwise", ISCA 2024; dataset AzurePublicDataset,
 * CC-BY): arrivals and sizes of real requests. It has no latencies and no failures; whoever needs them models them.
 */
public final class AzureTrace {
    private AzureTrace() {}

    /**
     * One request.
     *
     * @param arrivalMs epoch milliseconds
     * @param contextTokens prompt length
     * @param generatedTokens tokens generated
     */
    public record Request(long arrivalMs, int contextTokens, int generatedTokens) {}

    /** The requests of one file, in its order. */
    public static List<Request> read(Path csv) throws IOException {
        List<Request> requests = new ArrayList<>();
        try (BufferedReader in = Files.newBufferedReader(csv)) {
            String header = in.readLine();
            if (!"TIMESTAMP,ContextTokens,GeneratedTokens".equals(header)) {
                throw new IOException(csv + " is no Azure LLM inference trace; its first line is " + header);
            }
            for (String line = in.readLine(); line != null && !line.isBlank(); line = in.readLine()) {
                String[] columns = line.split(",", -1);
                long arrival = LocalDateTime.parse(columns[0].replace(' ', 'T'))
                        .toInstant(ZoneOffset.UTC)
                        .toEpochMilli();
                requests.add(new Request(arrival, Integer.parseInt(columns[1]), Integer.parseInt(columns[2])));
            }
        }
        return requests;
    }
}
