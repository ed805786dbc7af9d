// SPDX-License-Identifier: Apache-2.0
package io.slostream.sinks.alertmanager;

import io.slostream.sinks.delivery.Alerts;
import io.slostream.sinks.delivery.HttpPost;
import io.slostream.sinks.delivery.HttpStub;
import io.slostream.sinks.delivery.Receiver;
import io.slostream.sinks.delivery.SinkContract;
import io.slostream.sinks.delivery.Texts;
import java.net.URI;
import java.util.List;
import java.util.Map;

class AlertmanagerContractTest extends SinkContract {
    @Override
    protected Receiver receiver(URI uri, HttpPost http) {
        return new AlertmanagerReceiver(
                new AlertmanagerSettings(List.of(uri), Map.of(), Map.of(), "", 1, 1, 1), http, () -> Alerts.T0);
    }

    @Override
    protected List<String> incidents(HttpStub.Received request) {
        return Texts.between(request.body(), "\"incident\":\"", "\"");
    }
}
