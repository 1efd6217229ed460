/**
 * Keeps a service's database and its files in the object storage in agreement: what is to go goes,
 * what is there is what was stored, and what belongs to nobody is found.
 */
package dev.trainyard.kit.integrity;
