// SPDX-License-Identifier: Apache-2.0
package io.slostream.alerting.definition;

/**
 * The text of one definition file. Reading files is the caller's task.
 *
 * @param fileName name shown in error messages
 * @param text YAML or JSON, one or more documents
 */
public record DefinitionText(String fileName, String text) {}
