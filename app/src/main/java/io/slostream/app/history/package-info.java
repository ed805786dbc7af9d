// SPDX-License-Identifier: Apache-2.0
/** History from the topics of a cluster, through the engine's own stages in one process: nothing is written anywhere. */
package io.slostream.app.history;
