/** Keeps one client from taking what all others need: limits of requests by address and user. */
package dev.trainyard.kit.rate;
