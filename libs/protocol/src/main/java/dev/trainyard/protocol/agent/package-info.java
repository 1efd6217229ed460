/**
 * What an agent decides: about commands, about a run after its own restart, about a dead trainer,
 * and whether a machine is its own. Plain functions of facts, so that a simulation can run them.
 */
package dev.trainyard.protocol.agent;
