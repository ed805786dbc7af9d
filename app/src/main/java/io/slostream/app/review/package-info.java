// SPDX-License-Identifier: Apache-2.0
/** What a reviewer does with replayed verdicts: compares them with those that were recorded, or with other definitions. */
package io.slostream.app.review;
