package dev.trainyard.registry.exchange;

/** The files of an export beside the weights and the config. */
final class ExchangeFiles {
  static final String CARD = "MODEL_CARD.md";
  static final String LINEAGE = "lineage.json";
  static final String SUMS = "SHA256SUMS";

  private ExchangeFiles() {}
}
