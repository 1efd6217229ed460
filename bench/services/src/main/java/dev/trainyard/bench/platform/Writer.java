package dev.trainyard.bench.platform;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Does a few things in turn, again and again. */
abstract class Writer implements Caller {
  /**
   * One thing to do.
   *
   * @param request made when it is its turn
   * @param then what is done with the answer
   */
  record Step(Supplier<Request> request, Consumer<Answer> then) {}

  private int turn;

  /** The same list each time. */
  abstract List<Step> steps();

  @Override
  public final Request next() {
    return steps().get(turn % steps().size()).request().get();
  }

  @Override
  public final void answered(Answer answer) {
    steps().get(turn++ % steps().size()).then().accept(answer);
  }
}
