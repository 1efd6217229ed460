package dev.trainyard.monitoring.webhook;

/** How far a delivery is. */
enum DeliveryStatus {
  /** It will be tried, perhaps again. */
  PENDING,
  /** The receiver took it. */
  DELIVERED,
  /** It was given up; it can be replayed. */
  FAILED
}
