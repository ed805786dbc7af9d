// SPDX-License-Identifier: Apache-2.0
package io.slostream.sinks.slack;

import io.slostream.sinks.delivery.Alerts;
import io.slostream.sinks.delivery.HttpPost;
import io.slostream.sinks.delivery.HttpStub;
import io.slostream.sinks.delivery.Receiver;
import io.slostream.sinks.delivery.SinkContract;
import io.slostream.sinks.delivery.Texts;
import java.net.URI;
import java.util.List;

class SlackContractTest extends SinkContract {
    @Override
    protected Receiver receiver(URI uri, HttpPost http) {
        return new SlackReceiver(new SlackSettings(uri, ""), http);
    }

    /** A channel shows the first digits; there is one incident in these tests. */
    @Override
    protected List<String> incidents(HttpStub.Received request) {
        String incident = new Alerts().fires("math", 0).incident();
        return Texts.between(request.body(), "incident ", "\"").stream()
                .map(digits -> incident.startsWith(digits) ? incident : digits)
                .toList();
    }
}
