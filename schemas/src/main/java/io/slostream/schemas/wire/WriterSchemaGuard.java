// SPDX-License-Identifier: Apache-2.0
package io.slostream.schemas.wire;

import static io.slostream.schemas.telemetry.Rejections.reject;

import io.slostream.schemas.telemetry.DecodeResult.Rejected;
import io.slostream.schemas.telemetry.RejectReason;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.avro.Schema;

/**
 * Refuses writer schemas whose data could cost far more than their bytes, before any record of theirs is read.
 *
 * <p>Avro 1.12 has no depth limit, and it skips what the reader does not want one step per schema node, bytes or not.
 * So: no recursion, nesting of {@value #MAX_DEPTH} at most, {@value #MAX_NODES} nodes at most with every use of a
 * named type counted (doubling records make 2^n nodes of n types), and no type that takes no bytes, since an array may
 * claim two billion of them. What is left costs time in proportion to the size of the record.
 */
final class WriterSchemaGuard {
    static final int MAX_DEPTH = 100;
    static final int MAX_NODES = 10_000;

    private static final Size LEAF = new Size(1, 1);

    private final Map<String, Size> sizeByName = new HashMap<>();
    private final Set<String> open = new HashSet<>();
    private Rejected rejected;

    /** Of the expanded schema below a node, the node included. */
    private record Size(long nodes, int height) {}

    private WriterSchemaGuard() {}

    /** Why this schema is refused, or empty when it may be used. */
    static Optional<Rejected> check(Schema schema) {
        WriterSchemaGuard guard = new WriterSchemaGuard();
        guard.size(schema, 1);
        return Optional.ofNullable(guard.rejected);
    }

    /** Size of the expanded schema, or anything once the schema is refused. */
    private Size size(Schema schema, int depth) {
        if (rejected != null) {
            return LEAF;
        }
        if (depth > MAX_DEPTH) {
            return tooDeep();
        }
        return switch (schema.getType()) {
            case RECORD -> record(schema, depth);
            case ARRAY -> below(List.of(schema.getElementType()), depth);
            case MAP -> below(List.of(schema.getValueType()), depth);
            case UNION ->
                below(
                        schema.getTypes().stream()
                                .filter(branch -> branch.getType() != Schema.Type.NULL)
                                .toList(),
                        depth);
            case NULL -> refuse(RejectReason.INCOMPATIBLE_SCHEMA, "the writer schema has null outside of a union");
            case FIXED ->
                schema.getFixedSize() == 0
                        ? refuse(RejectReason.INCOMPATIBLE_SCHEMA, "the writer schema has a fixed type of size 0")
                        : LEAF;
            default -> LEAF;
        };
    }

    private Size record(Schema schema, int depth) {
        String name = schema.getFullName();
        if (open.contains(name)) {
            return refuse(RejectReason.RECURSIVE_SCHEMA, "the writer schema is recursive in " + name);
        }
        if (schema.getFields().isEmpty()) {
            return refuse(RejectReason.INCOMPATIBLE_SCHEMA, "the writer schema has a record without fields, " + name);
        }
        Size known = sizeByName.get(name);
        if (known != null) {
            return depth + known.height() - 1 > MAX_DEPTH ? tooDeep() : known;
        }
        open.add(name);
        Size size = below(schema.getFields().stream().map(Schema.Field::schema).toList(), depth);
        open.remove(name);
        sizeByName.put(name, size);
        return size;
    }

    private Size below(List<Schema> children, int depth) {
        long nodes = 1;
        int height = 0;
        for (Schema child : children) {
            Size size = size(child, depth + 1);
            nodes += size.nodes();
            height = Math.max(height, size.height());
            if (nodes > MAX_NODES) {
                return refuse(
                        RejectReason.INCOMPATIBLE_SCHEMA, "the writer schema has more than " + MAX_NODES + " nodes");
            }
        }
        return new Size(nodes, height + 1);
    }

    private Size tooDeep() {
        return refuse(RejectReason.NESTED_TOO_DEEP, "the writer schema is nested deeper than " + MAX_DEPTH);
    }

    private Size refuse(RejectReason reason, String detail) {
        if (rejected == null) {
            rejected = reject(reason, detail);
        }
        return LEAF;
    }
}
