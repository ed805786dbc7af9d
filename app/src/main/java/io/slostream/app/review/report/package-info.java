// SPDX-License-Identifier: Apache-2.0
/** The review of an incident as one HTML file that needs nothing else. */
package io.slostream.app.review.report;
