// SPDX-License-Identifier: Apache-2.0
/** Text that others wrote, on its way into files of other programs. */
package io.slostream.dashboards.text;
