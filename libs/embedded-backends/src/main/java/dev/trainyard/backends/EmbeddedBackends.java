package dev.trainyard.backends;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * PostgreSQL, Kafka and S3 together, started and stopped side by side. One of them can be killed
 * and started again, as it happens where the platform is in use. Thread-safe.
 */
public final class EmbeddedBackends implements AutoCloseable {

  private final Options options;
  private volatile PostgresServer postgres;
  private volatile KafkaServer kafka;
  private volatile S3Server s3;

  private EmbeddedBackends(
      Options options, PostgresServer postgres, KafkaServer kafka, S3Server s3) {
    this.options = options;
    this.postgres = postgres;
    this.kafka = kafka;
    this.s3 = s3;
  }

  /**
   * What to start.
   *
   * @param postgres the database server
   * @param kafka the broker
   * @param s3 the object store
   */
  public record Options(
      PostgresServer.Options postgres, KafkaServer.Options kafka, S3Server.Options s3) {

    /** Data that is deleted at the end, free ports. */
    public static Options temporary(String... databases) {
      return new Options(
          PostgresServer.Options.of(Placement.temporary()).withDatabases(databases),
          KafkaServer.Options.of(Placement.temporary()),
          S3Server.Options.of(Placement.temporary()));
    }

    /** Data that is kept in three directories under {@code root}, free ports. */
    public static Options kept(Path root, String... databases) {
      return new Options(
          PostgresServer.Options.of(Placement.kept(root.resolve("postgres")))
              .withDatabases(databases),
          KafkaServer.Options.of(Placement.kept(root.resolve("kafka"))),
          S3Server.Options.of(Placement.kept(root.resolve("s3"))));
    }
  }

  /**
   * Starts all three and returns when all answer. If one fails the others are stopped again.
   *
   * @throws BackendException if one does not start
   */
  public static EmbeddedBackends start(Options options) {
    options.postgres().placement().requireFreePort(BackendKind.POSTGRES.title());
    options.kafka().placement().requireFreePort(BackendKind.KAFKA.title());
    options.s3().placement().requireFreePort(BackendKind.S3.title());
    List<Callable<AutoCloseable>> starts =
        List.of(
            () -> PostgresServer.start(options.postgres()),
            () -> KafkaServer.start(options.kafka()),
            () -> S3Server.start(options.s3()));
    List<AutoCloseable> started = startAll(starts);
    return new EmbeddedBackends(
        options,
        (PostgresServer) started.get(0),
        (KafkaServer) started.get(1),
        (S3Server) started.get(2));
  }

  public PostgresServer postgres() {
    return postgres;
  }

  public KafkaServer kafka() {
    return kafka;
  }

  public S3Server s3() {
    return s3;
  }

  /** The id of the process that runs a server; what belongs to it are its descendants. */
  public long pid(BackendKind kind) {
    return switch (kind) {
      case POSTGRES -> postgres.pid();
      case KAFKA -> kafka.pid();
      case S3 -> s3.pid();
    };
  }

  /** Ends a server without a warning, as a power cut would; {@link #restart} brings it back. */
  public synchronized void kill(BackendKind kind) {
    switch (kind) {
      case POSTGRES -> postgres.kill();
      case KAFKA -> kafka.kill();
      case S3 -> s3.kill();
    }
  }

  /**
   * Starts a server that was killed, on the port it had and on its data where that is kept.
   *
   * @throws BackendException if it does not start
   */
  public synchronized void restart(BackendKind kind) {
    switch (kind) {
      case POSTGRES -> {
        var old = options.postgres();
        var placement = old.placement().onPort(postgres.port(), old.placement().portOption());
        postgres =
            PostgresServer.start(
                new PostgresServer.Options(placement, old.credentials(), old.databases()));
      }
      case KAFKA -> {
        var old = options.kafka();
        var placement = old.placement().onPort(kafka.port(), old.placement().portOption());
        kafka = KafkaServer.start(old.at(placement));
      }
      case S3 -> {
        var old = options.s3();
        var placement = old.placement().onPort(s3.port(), old.placement().portOption());
        s3 = S3Server.start(new S3Server.Options(placement, old.credentials()));
      }
    }
  }

  @Override
  public void close() {
    closeAll(List.of(kafka, s3, postgres));
  }

  private static List<AutoCloseable> startAll(List<Callable<AutoCloseable>> starts) {
    ExecutorService executor = Executors.newFixedThreadPool(starts.size());
    List<AutoCloseable> started = new ArrayList<>();
    BackendException failure = null;
    try {
      for (Future<AutoCloseable> future : executor.invokeAll(starts)) {
        try {
          started.add(future.get());
        } catch (ExecutionException e) {
          if (failure == null) {
            failure = new BackendException(e.getCause().getMessage(), e.getCause());
          } else {
            failure.addSuppressed(e.getCause());
          }
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      failure = new BackendException("Interrupted while starting the backends", e);
    } finally {
      executor.shutdownNow();
    }
    if (failure != null) {
      closeAll(started);
      throw failure;
    }
    return started;
  }

  private static void closeAll(List<AutoCloseable> servers) {
    List<Thread> threads = new ArrayList<>();
    for (AutoCloseable server : servers) {
      Thread thread = new Thread(() -> closeQuietly(server), "trainyard-backend-stop");
      thread.start();
      threads.add(thread);
    }
    for (Thread thread : threads) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  static void closeQuietly(AutoCloseable server) {
    try {
      server.close();
    } catch (Exception e) {
      throw new BackendException("Stopping a backend: " + e.getMessage(), e);
    }
  }
}
