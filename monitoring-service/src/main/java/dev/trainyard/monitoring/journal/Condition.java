package dev.trainyard.monitoring.journal;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * Which rows are wanted, in SQL. Immutable.
 *
 * @param terms all must be met; none for every row
 * @param parameters of the terms, in their order
 */
record Condition(List<String> terms, List<Object> parameters) {
  static final Condition NONE = new Condition(List.of(), List.of());

  Condition {
    terms = List.copyOf(terms);
    parameters = List.copyOf(parameters);
  }

  static Condition of(String term, Object... parameters) {
    return new Condition(List.of(term), List.of(parameters));
  }

  /** Both must be met. */
  Condition and(Condition other) {
    return new Condition(
        Stream.concat(terms.stream(), other.terms.stream()).toList(),
        Stream.concat(parameters.stream(), other.parameters.stream()).toList());
  }

  /** A WHERE clause, empty or with a blank in front. */
  String where() {
    return terms.isEmpty() ? "" : " WHERE " + String.join(" AND ", terms);
  }

  /** The parameters of the clause, then those of what follows it. */
  Object[] parametersAnd(Object... more) {
    return Stream.concat(parameters.stream(), Arrays.stream(more)).toArray();
  }
}
