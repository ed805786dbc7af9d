// SPDX-License-Identifier: Apache-2.0
package io.slostream.tests.integration;

import io.slostream.broker.EmbeddedBroker;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/** Somebody who looks at what an engine has done. */
final class Reviewer {
    private Reviewer() {}

    /** Lets the user {@code reviewer} read, and nothing else: no group, no transaction; says where his settings are. */
    static Path mayRead(EmbeddedBroker broker, Map<String, Object> superUser, Path directory) throws Exception {
        List<AclBinding> rights = new ArrayList<>();
        for (String prefix : List.of("telemetry.", "slo.")) {
            for (AclOperation operation : List.of(AclOperation.READ, AclOperation.DESCRIBE)) {
                rights.add(new AclBinding(
                        new ResourcePattern(ResourceType.TOPIC, prefix, PatternType.PREFIXED),
                        new AccessControlEntry("User:reviewer", "*", operation, AclPermissionType.ALLOW)));
            }
        }
        try (Admin admin = Admin.create(superUser)) {
            admin.createAcls(rights).all().get(30, TimeUnit.SECONDS);
        }
        Properties settings = new Properties();
        broker.clientConfig("reviewer", "reviewer-secret")
                .forEach((name, value) -> settings.setProperty(name, value.toString()));
        Path reviewer = directory.resolve("reviewer.properties");
        try (Writer out = Files.newBufferedWriter(reviewer)) {
            settings.store(out, null);
        }
        return reviewer;
    }
}
