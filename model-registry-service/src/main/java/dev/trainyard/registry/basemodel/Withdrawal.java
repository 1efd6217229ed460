package dev.trainyard.registry.basemodel;

/** Why a base model is out of sight for the moment. */
enum Withdrawal {
  /** It is deleted if nobody uses it. */
  DELETION,
  /** It is renamed if nobody uses it. */
  RENAMING
}
