package dev.trainyard.bench.fleet;

import dev.trainyard.bench.stage.Latencies;
import dev.trainyard.bench.stage.Machine;
import dev.trainyard.bench.stage.ProcessorTime;
import dev.trainyard.contracts.event.EventType;
import dev.trainyard.contracts.process.RunPhase;
import dev.trainyard.contracts.process.StartTraining;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Registers the fleet, sets some machines to work, and measures while others are started and
 * stopped in turn.
 */
final class FleetRun {
  private static final int CLIENTS = 4;
  private static final Duration WARM_UP = Duration.ofSeconds(30);
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(60);
  private static final long ROTATION_MILLIS = 250;

  private final Stage stage;
  private final FleetSize size;
  private final PrintStream out;
  private final ServiceClient client;
  private final Map<UUID, Long> startSeen = new ConcurrentHashMap<>();
  private final Map<UUID, Attempt> attempts = new ConcurrentHashMap<>();
  private final Latencies starts = new Latencies();
  private final Latencies reports = new Latencies();

  FleetRun(Stage stage, FleetSize size, PrintStream out) {
    this.stage = stage;
    this.size = size;
    this.out = out;
    this.client = new ServiceClient(stage.address());
  }

  private record Attempt(SimulatedMachine machine, int number) {}

  /** What the processes have used by a moment. */
  private record Used(long nanos, Duration service, Duration postgres, Duration kafka) {
    double cores(Used earlier, Function<Used, Duration> of) {
      return (double) of.apply(this).minus(of.apply(earlier)).toNanos() / (nanos - earlier.nanos);
    }
  }

  void run() throws Exception {
    out.println(Machine.description());
    try (var fleet = new Fleet(stage.kafka(), size.machines())) {
      register(fleet);
      var atWork = new CountDownLatch(size.running());
      fleet.begin((command, seen) -> obey(fleet, command, seen, atWork));
      var rotating = prepare(fleet, atWork);
      awaitNoBacklog();
      out.printf("Warming up for %d s%n", WARM_UP.toSeconds());
      rotate(fleet, rotating, WARM_UP, false, new ArrayList<>());
      var before = used();
      var sentBefore = fleet.sent();
      var lags = new ArrayList<Double>();
      out.printf("Measuring for %d s%n", size.measured().toSeconds());
      rotate(fleet, rotating, size.measured(), true, lags);
      print(before, used(), fleet.sent() - sentBefore, lags);
    }
  }

  private void register(Fleet fleet) throws InterruptedException, ExecutionException {
    out.printf("Registering %d machines%n", size.machines());
    inParallel(fleet.machines(), client::register);
  }

  /** Sets machines to work, and returns the processes that are started and stopped in turn. */
  private List<UUID> prepare(Fleet fleet, CountDownLatch atWork)
      throws InterruptedException, ExecutionException {
    out.println("Waiting until the service has heard the machines");
    inParallel(
        fleet.machines().subList(0, size.running() + FleetSize.ROTATING), this::awaitAvailable);
    out.printf("Starting %d processes%n", size.running());
    inParallel(
        fleet.machines().subList(0, size.running()),
        machine -> {
          var process = client.create(machine.id());
          // While all come at once, one that has been heard may count as away for a moment.
          awaitAvailable(machine);
          client.start(process);
        });
    if (!atWork.await(2, TimeUnit.MINUTES)) {
      throw new IllegalStateException(atWork.getCount() + " start commands have not come");
    }
    var rotating = Collections.synchronizedList(new ArrayList<UUID>());
    inParallel(
        fleet.machines().subList(size.running(), size.running() + FleetSize.ROTATING),
        machine -> rotating.add(client.create(machine.id())));
    return List.copyOf(rotating);
  }

  /** Ten thousand machines that come at once are an outage that ends, not every day. */
  private void awaitNoBacklog() throws IOException, InterruptedException {
    var begun = System.nanoTime();
    for (var lag = client.lag(); lag > 2.0 * size.machines(); lag = client.lag()) {
      out.printf(Locale.ROOT, "Waiting until what has gathered is read: lag %.0f records%n", lag);
      if (System.nanoTime() - begun > TimeUnit.MINUTES.toNanos(5)) {
        throw new IllegalStateException("the service does not catch up");
      }
      Thread.sleep(5_000);
    }
  }

  private void awaitAvailable(SimulatedMachine machine) throws IOException, InterruptedException {
    var end = System.nanoTime() + LONGEST_WAIT.toNanos();
    while (!client.isAvailable(machine.id())) {
      if (System.nanoTime() > end) {
        throw new IllegalStateException("machine " + machine.id() + " is not heard");
      }
      Thread.sleep(200);
    }
  }

  private void obey(Fleet fleet, StartTraining command, long seen, CountDownLatch atWork) {
    var machine = fleet.machine(command.machineId());
    if (machine != null) {
      var report = machine.report(command.processId(), command.attempt(), RunPhase.TRAINING);
      attempts.put(command.processId(), new Attempt(machine, command.attempt()));
      if (atWork.getCount() > 0) {
        fleet.send(machine, EventType.RUN_REPORT, command.processId(), report);
        atWork.countDown();
      }
    }
    startSeen.putIfAbsent(command.processId(), seen);
  }

  private void rotate(
      Fleet fleet, List<UUID> processes, Duration time, boolean measured, List<Double> lags)
      throws IOException, InterruptedException {
    var begun = System.nanoTime();
    for (var turn = 0; System.nanoTime() - begun < time.toNanos(); turn++) {
      var due = begun + TimeUnit.MILLISECONDS.toNanos(turn * ROTATION_MILLIS);
      var wait = TimeUnit.NANOSECONDS.toMillis(due - System.nanoTime());
      if (wait > 0) {
        Thread.sleep(wait);
      }
      once(fleet, processes.get(turn % processes.size()), measured);
      if (turn % 40 == 0) {
        lags.add(client.lag());
        out.printf(
            Locale.ROOT,
            "  %4d s  lag %.0f records%n",
            (System.nanoTime() - begun) / 1_000_000_000,
            lags.get(lags.size() - 1));
      }
    }
  }

  private void once(Fleet fleet, UUID process, boolean measured)
      throws IOException, InterruptedException {
    startSeen.remove(process);
    var asked = System.nanoTime();
    client.start(process);
    var seen = await(process);
    var attempt = attempts.get(process);
    var said = System.nanoTime();
    fleet.send(
        attempt.machine(),
        EventType.RUN_REPORT,
        process,
        attempt.machine().report(process, attempt.number(), RunPhase.TRAINING));
    awaitStatus(process, "RUNNING");
    var shown = System.nanoTime();
    if (measured) {
      starts.add(seen - asked);
      reports.add(shown - said);
    }
    fleet.send(
        attempt.machine(),
        EventType.RUN_REPORT,
        process,
        attempt.machine().report(process, attempt.number(), RunPhase.STOPPED));
    awaitStatus(process, "STOPPED");
  }

  private long await(UUID process) throws InterruptedException {
    var end = System.nanoTime() + LONGEST_WAIT.toNanos();
    while (System.nanoTime() < end) {
      var seen = startSeen.get(process);
      if (seen != null) {
        return seen;
      }
      Thread.sleep(1);
    }
    throw new IllegalStateException("no start command for " + process);
  }

  private void awaitStatus(UUID process, String status) throws IOException, InterruptedException {
    var end = System.nanoTime() + LONGEST_WAIT.toNanos();
    while (!client.status(process).equals(status)) {
      if (System.nanoTime() > end) {
        throw new IllegalStateException(process + " does not become " + status);
      }
      Thread.sleep(2);
    }
  }

  private Used used() {
    return new Used(
        System.nanoTime(),
        ProcessorTime.of(stage.servicePid()),
        ProcessorTime.of(stage.postgresPid()),
        ProcessorTime.of(stage.kafkaPid()));
  }

  private void print(Used before, Used after, long heartbeats, List<Double> lags)
      throws IOException {
    var seconds = (after.nanos() - before.nanos()) / 1e9;
    var third = Math.max(1, lags.size() / 3);
    var growth =
        mean(lags.subList(lags.size() - third, lags.size())) - mean(lags.subList(0, third));
    var cores = after.cores(before, Used::service);
    out.println();
    out.printf(Locale.ROOT, "  heartbeats         %8.0f /s%n", heartbeats / seconds);
    out.printf(
        Locale.ROOT,
        "  process service    %8.2f cores, %.0f MB%n",
        cores,
        Machine.residentMegabytes(stage.servicePid()));
    out.printf(
        Locale.ROOT, "  PostgreSQL         %8.2f cores%n", after.cores(before, Used::postgres));
    out.printf(Locale.ROOT, "  Kafka              %8.2f cores%n", after.cores(before, Used::kafka));
    out.printf(
        Locale.ROOT,
        "  start to command   %8.1f ms median, %.1f ms p99, of %d%n",
        starts.quantile(0.5),
        starts.quantile(0.99),
        starts.count());
    out.printf(
        Locale.ROOT,
        "  report to status   %8.1f ms median, %.1f ms p99, of %d%n",
        reports.quantile(0.5),
        reports.quantile(0.99),
        reports.count());
    out.printf(
        Locale.ROOT,
        "  lag                %8.0f records at most, last third less first %+.0f%n",
        lags.stream().mapToDouble(Double::doubleValue).max().orElse(0),
        growth);
    out.println();
    out.printf(
        Locale.ROOT,
        "cores=%.2f start_p99_ms=%.1f report_p99_ms=%.1f lag_growth=%.0f%n",
        cores,
        starts.quantile(0.99),
        reports.quantile(0.99),
        growth);
  }

  private static double mean(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).average().orElse(Double.NaN);
  }

  private interface Step<T> {
    void take(T value) throws IOException, InterruptedException;
  }

  private static <T> void inParallel(List<T> values, Step<T> step)
      throws InterruptedException, ExecutionException {
    var clients = Executors.newFixedThreadPool(CLIENTS);
    try {
      var pending = new ArrayList<Future<?>>();
      for (var value : values) {
        pending.add(
            clients.submit(
                () -> {
                  step.take(value);
                  return null;
                }));
      }
      for (var one : pending) {
        one.get();
      }
    } finally {
      clients.shutdownNow();
    }
  }
}
