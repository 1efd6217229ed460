/** What the manifests of {@code deploy/kubernetes} promise. */
package dev.trainyard.kubernetes;
