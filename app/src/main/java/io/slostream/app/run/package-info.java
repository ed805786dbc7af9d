// SPDX-License-Identifier: Apache-2.0
/**
 * The engine against a cluster: {@code engine.yaml}, what must be true before it starts, and its life until it ends.
 *
 * <p>In order of use: {@link io.slostream.app.run.EngineConfigReader} → {@link io.slostream.app.run.EngineRunner} →
 * {@link io.slostream.app.run.EngineEnd}.
 */
package io.slostream.app.run;
