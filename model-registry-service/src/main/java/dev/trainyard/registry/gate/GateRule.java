package dev.trainyard.registry.gate;

import dev.trainyard.registry.archive.ClassFigures;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/**
 * What a model must reach; pure.
 *
 * @param scope whose rule it is
 * @param minimumAveragePrecision from 0 to 1; null for any
 * @param maximumClassDrop how much less than the champion's the average precision of a class may
 *     be, from 0 to 1; null for any
 * @param alias what the champion is called
 */
public record GateRule(
    GateScope scope, Double minimumAveragePrecision, Double maximumClassDrop, String alias) {
  /** Of thousands of classes nobody reads all; the rest is counted. */
  static final int MAX_REASONS = 20;

  private static final int SHOWN_DECIMALS = 6;

  /**
   * Why a model does not pass, as texts for its makers; empty if it passes.
   *
   * @param champion what it must not fall behind; empty if there is none
   */
  public List<String> reasonsAgainst(JudgedModel model, Optional<JudgedModel> champion) {
    var reasons = new ArrayList<String>();
    if (minimumAveragePrecision != null) {
      addMinimum(model, reasons);
    }
    if (maximumClassDrop != null && champion.isPresent()) {
      addDrops(model, champion.get(), reasons);
    }
    if (reasons.size() <= MAX_REASONS) {
      return reasons;
    }
    var shown = new ArrayList<>(reasons.subList(0, MAX_REASONS));
    shown.add("And so %d more classes.".formatted(reasons.size() - MAX_REASONS));
    return shown;
  }

  private void addMinimum(JudgedModel model, List<String> reasons) {
    var figure = model.averagePrecision();
    if (figure == null) {
      reasons.add(
          "The average precision is not known; %s wants at least %s."
              .formatted(owner(), shown(minimumAveragePrecision)));
    } else if (figure < minimumAveragePrecision) {
      reasons.add(
          "The average precision is %s; %s wants at least %s."
              .formatted(shown(figure), owner(), shown(minimumAveragePrecision)));
    }
  }

  private void addDrops(JudgedModel model, JudgedModel champion, List<String> reasons) {
    var told = new HashSet<>(model.classes());
    for (var name : champion.classes()) {
      if (!told.contains(name)) {
        reasons.add("The class “%s” is missing, which %s tells.".formatted(name, named(champion)));
        continue;
      }
      var before = measured(champion.perClass().get(name));
      if (before.isPresent()) {
        addDrop(name, before.get(), measured(model.perClass().get(name)), champion, reasons);
      }
    }
  }

  private void addDrop(
      String name,
      double before,
      Optional<Double> now,
      JudgedModel champion,
      List<String> reasons) {
    if (now.isEmpty()) {
      reasons.add(
          "The average precision of the class “%s” is not known; that of %s is %s."
              .formatted(name, named(champion), shown(before)));
      return;
    }
    // In decimals, as people see the figures: 0.95 − 0.9 is 0.05.
    var drop = BigDecimal.valueOf(before).subtract(BigDecimal.valueOf(now.get()));
    if (drop.compareTo(BigDecimal.valueOf(maximumClassDrop)) > 0) {
      reasons.add(
          "The average precision of the class “%s” is %s, %s less than that of %s (%s); %s allows %s less."
              .formatted(
                  name,
                  shown(now.get()),
                  shown(drop),
                  named(champion),
                  shown(before),
                  owner(),
                  shown(maximumClassDrop)));
    }
  }

  /** Without test images there is no figure, whatever was written down. */
  private static Optional<Double> measured(ClassFigures figures) {
    return figures == null || Integer.valueOf(0).equals(figures.support())
        ? Optional.empty()
        : Optional.ofNullable(figures.averagePrecision());
  }

  private String named(JudgedModel champion) {
    return "%s, version %d".formatted(alias, champion.version());
  }

  private String owner() {
    return switch (scope) {
      case PROJECT -> "the gate of the project";
      case TEMPLATE -> "the gate of the template";
    };
  }

  private static String shown(double figure) {
    return shown(BigDecimal.valueOf(figure));
  }

  private static String shown(BigDecimal figure) {
    var rounded = figure.setScale(SHOWN_DECIMALS, RoundingMode.HALF_EVEN);
    return rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString();
  }
}
