/**
 * Signatures (Ed25519, RFC 8032) by which a message says who wrote it, whoever carried it. They are
 * in a header, so that who does not ask for them reads messages as before.
 */
package dev.trainyard.kit.signing;
