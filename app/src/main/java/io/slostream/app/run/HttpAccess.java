// SPDX-License-Identifier: Apache-2.0
package io.slostream.app.run;

import io.slostream.app.serve.Access;

/** Who may ask what is served, by the configuration. */
public final class HttpAccess {
    private HttpAccess() {}

    /** By this address; its token is read now. */
    public static Access of(EngineConfig.Http address) {
        return address.token()
                .map(token -> Access.withToken(address.host(), address.names(), Secrets.resolve(token)))
                .orElseGet(() -> Access.open(address.host(), address.names()));
    }
}
