// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.page;

import io.slostream.alerting.definition.Dashboard;
import io.slostream.app.serve.Query;
import io.slostream.app.serve.RefusedException;
import io.slostream.dashboards.panel.Panel;
import io.slostream.dashboards.panel.Place;
import java.util.Optional;

/**
 * What a live stream shows: the outcome bar, and a dashboard or an SLO.
 *
 * @param slo with all its groups
 * @param group whose full summary is shown as well
 */
record LiveScope(Optional<Dashboard> dashboard, Optional<String> slo, Optional<String> group) {

    /**
     * The scope that a query asks for.
     *
     * @throws RefusedException 400 when it makes no sense, 404 when it names what is not there
     */
    static LiveScope of(Query query, View view) {
        query.only("dashboard", "slo", "group");
        Optional<String> slo = query.text("slo");
        Optional<String> group = query.text("group");
        if (query.text("dashboard").isPresent() && slo.isPresent()) {
            throw RefusedException.badRequest("ask for a dashboard or for an SLO");
        }
        if (group.isPresent() && slo.isEmpty()) {
            throw RefusedException.badRequest("a group is of an SLO: name that too");
        }
        Optional<Dashboard> dashboard = query.text("dashboard").map(View::dashboard);
        slo.ifPresent(view::require);
        group.ifPresent(name -> view.require(slo.orElseThrow(), name));
        return new LiveScope(dashboard, slo, group);
    }

    boolean shows(Panel panel) {
        return panel.place() == Place.OUTCOME_BAR
                || dashboard.filter(wanted -> panel.slo().dashboard() == wanted).isPresent()
                || slo.filter(wanted -> panel.slo().name().equals(wanted)).isPresent();
    }
}
