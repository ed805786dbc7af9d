// SPDX-License-Identifier: Apache-2.0
package io.slostream.tests.streams;

import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.FixedKeyProcessorSupplier;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.ProcessorWrapper;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.WrappedFixedKeyProcessorSupplier;
import org.apache.kafka.streams.processor.api.WrappedProcessorSupplier;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;

/**
 * Fills the stores of each processor before it is initialised, as a restore from changelogs does; the test driver has no
 * restore of its own. Kafka Streams makes it from {@code processor.wrapper.class}.
 */
public final class RestoringProcessors implements ProcessorWrapper {
    /** Property that holds a {@link Changelogs}. */
    static final String CHANGELOGS = "test.changelogs";

    private Changelogs changelogs;

    /** What the stores held when the driver was closed. */
    interface Changelogs {
        /** The latest value of each key that still has one, by store. */
        Map<Bytes, byte[]> contents(String store);
    }

    @Override
    public void configure(Map<String, ?> configs) {
        changelogs = (Changelogs) configs.get(CHANGELOGS);
    }

    @Override
    public <KI, VI, KO, VO> WrappedProcessorSupplier<KI, VI, KO, VO> wrapProcessorSupplier(
            String name, ProcessorSupplier<KI, VI, KO, VO> supplier) {
        return new WrappedProcessorSupplier<>() {
            @Override
            public Processor<KI, VI, KO, VO> get() {
                Set<StoreBuilder<?>> stores = supplier.stores();
                return stores == null ? supplier.get() : new Restored<>(supplier.get(), stores, changelogs);
            }

            @Override
            public Set<StoreBuilder<?>> stores() {
                return supplier.stores();
            }
        };
    }

    @Override
    public <KI, VI, VO> WrappedFixedKeyProcessorSupplier<KI, VI, VO> wrapFixedKeyProcessorSupplier(
            String name, FixedKeyProcessorSupplier<KI, VI, VO> supplier) {
        return ProcessorWrapper.asWrappedFixedKey(supplier);
    }

    /** A processor whose stores are filled before it sees them. */
    private record Restored<KI, VI, KO, VO>(
            Processor<KI, VI, KO, VO> processor, Set<StoreBuilder<?>> stores, Changelogs changelogs)
            implements Processor<KI, VI, KO, VO> {

        @Override
        public void init(ProcessorContext<KO, VO> context) {
            for (StoreBuilder<?> builder : stores) {
                KeyValueStore<Bytes, byte[]> store = context.getStateStore(builder.name());
                changelogs.contents(builder.name()).forEach(store::put);
            }
            processor.init(context);
        }

        @Override
        public void process(Record<KI, VI> record) {
            processor.process(record);
        }

        @Override
        public void close() {
            processor.close();
        }
    }
}
