// SPDX-License-Identifier: Apache-2.0
package io.slostream.sinks.pagerduty;

import io.slostream.sinks.delivery.HttpPost;
import io.slostream.sinks.delivery.HttpStub;
import io.slostream.sinks.delivery.Receiver;
import io.slostream.sinks.delivery.SinkContract;
import io.slostream.sinks.delivery.Texts;
import java.net.URI;
import java.util.List;

class PagerDutyContractTest extends SinkContract {
    @Override
    protected Receiver receiver(URI uri, HttpPost http) {
        return new PagerDutyReceiver(new PagerDutySettings(uri, "key", ""), http);
    }

    @Override
    protected List<String> incidents(HttpStub.Received request) {
        return Texts.between(request.body(), "\"dedup_key\":\"", "\"");
    }
}
