// SPDX-License-Identifier: Apache-2.0
package io.slostream.tests.browser;

import com.microsoft.playwright.Page;
import java.util.Map;
import java.util.TreeMap;

/** Every view of the page, in a world in which things are wrong, by the name of a picture of it. */
final class Views {
    private Views() {}

    /** A world with each of the states. */
    static StubWorld troubled() {
        StubWorld world = new StubWorld(StubWorld.EIGHT);
        world.fire("correctness", "code", "OutcomeBarRed", "page");
        world.fire("ttft", "vision", "google-30d", "page");
        world.fire("deadlines", "vision", "google-30d", "ticket");
        world.fire("capacity-headroom", "h100", "NoHeadroom", "ticket");
        world.state("canary-15m", "math", "pending", false);
        world.state("canary-15m", "agent", "no_data", false);
        world.state("correctness-24h", "search", "ok", true);
        return world;
    }

    static Map<String, String> paths() {
        Map<String, String> paths = new TreeMap<>();
        paths.put("home", "/");
        paths.put("serving", "/dashboards/serving");
        paths.put("infra", "/dashboards/infra");
        paths.put("training", "/dashboards/training");
        paths.put("slo", "/slos/ttft");
        paths.put("group", "/slos/ttft?group=vision&last=6h");
        paths.put("incident", StubWorld.link("correctness", "OutcomeBarRed", "code"));
        paths.put("seconds", "/slos/correctness?group=code&seconds=1700000000000");
        paths.put("unknown", "/slos/nothing");
        return paths;
    }

    /** Waits until everything that the view reads is there, its disclosures too. */
    static void settle(Visit visit) {
        // Those of serving are twenty more tables of the same kind, which cost every test its time.
        if (!visit.page.url().contains("/dashboards/serving")) {
            visit.page.locator("#main .disclosure > summary").all().forEach(summary -> summary.click());
        }
        visit.await("!document.body.innerText.includes('Reading…')"
                + " && [...document.querySelectorAll('.plot')].every(plot => plot.querySelector('canvas'))");
    }

    static byte[] picture(Visit visit) {
        return visit.page.screenshot(new Page.ScreenshotOptions().setFullPage(true));
    }
}
