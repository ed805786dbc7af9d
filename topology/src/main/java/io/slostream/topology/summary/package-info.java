// SPDX-License-Identifier: Apache-2.0
/** What stage 2 emits: verdicts and summaries as records of the output topics. The last step of the flow. */
package io.slostream.topology.summary;
