/**
 * What the process service and the agents decide about processes and runs. Pure: no I/O, no clock,
 * no framework, so that the same code runs in the services and in a simulation of them all.
 */
package dev.trainyard.protocol;
