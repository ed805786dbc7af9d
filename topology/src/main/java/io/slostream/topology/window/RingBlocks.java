// SPDX-License-Identifier: Apache-2.0
package io.slostream.topology.window;

import io.slostream.topology.Series;
import io.slostream.topology.state.KeyValueState;

/** The blocks of one set of rings, by level and number within the ring: what is counted, or what of it is masked. */
interface RingBlocks {

    /** The block, or null while there is none. */
    long[] get(int level, int block);

    /** Sets a block. */
    void put(int level, int block, long[] slots);

    /** Says that a block which was put before was changed in place. */
    void changed(int level, int block, long[] slots);

    /** Removes a block; nothing happens when there is none. */
    void delete(int level, int block);

    /** The blocks of a series. */
    static RingBlocks of(Series series, KeyValueState<RingKey, long[]> state) {
        return new RingBlocks() {
            @Override
            public long[] get(int level, int block) {
                return state.get(new RingKey(series, level, block));
            }

            @Override
            public void put(int level, int block, long[] slots) {
                state.put(new RingKey(series, level, block), slots);
            }

            @Override
            public void changed(int level, int block, long[] slots) {
                state.changed(new RingKey(series, level, block), slots);
            }

            @Override
            public void delete(int level, int block) {
                state.delete(new RingKey(series, level, block));
            }
        };
    }

    /** The blocks of what is masked of a group for an SLO. */
    static RingBlocks ofMask(String slo, String group, KeyValueState<MaskKey, long[]> state) {
        return new RingBlocks() {
            @Override
            public long[] get(int level, int block) {
                return state.get(new MaskKey(slo, group, level, block));
            }

            @Override
            public void put(int level, int block, long[] slots) {
                state.put(new MaskKey(slo, group, level, block), slots);
            }

            @Override
            public void changed(int level, int block, long[] slots) {
                state.changed(new MaskKey(slo, group, level, block), slots);
            }

            @Override
            public void delete(int level, int block) {
                MaskKey key = new MaskKey(slo, group, level, block);
                if (state.get(key) != null) { // most SLOs have had no exclusion
                    state.delete(key);
                }
            }
        };
    }
}
