/** Gives programs that others have a hand in no more rights than they need. */
package dev.trainyard.kit.privilege;
