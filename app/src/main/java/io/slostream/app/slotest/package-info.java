/**
 * Unit tests of SLO definitions: a file says which events come when and which alerts are expected when; each test is a
 * replay of its own through the engine's stages. Nothing here judges: what an alert does is asked of the stages.
 */
package io.slostream.app.slotest;
