package dev.trainyard.template.dataset;

import dev.trainyard.template.archive.ArchiveChecker;
import dev.trainyard.template.archive.ArchiveLimits;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The service's archive checker and the threads it decodes with. */
@ApplicationScoped
class ArchiveCheckerProducer {
  private final DatasetConfig config;
  private final int threads;
  private final ExecutorService executor;

  ArchiveCheckerProducer(DatasetConfig config) {
    this.config = config;
    this.threads =
        config.checkerThreads() > 0
            ? config.checkerThreads()
            : Runtime.getRuntime().availableProcessors();
    this.executor = Executors.newFixedThreadPool(threads, ArchiveCheckerProducer::thread);
  }

  @Produces
  @Singleton
  ArchiveChecker checker() {
    var limits =
        new ArchiveLimits(
            config.maxEntries(),
            config.maxUncompressedSize().asLongValue(),
            config.maxCompressionRatio(),
            config.maxImageSize().asLongValue(),
            config.maxImagePixels(),
            config.fewImages());
    return new ArchiveChecker(limits, executor, threads);
  }

  @PreDestroy
  void stop() {
    executor.shutdownNow();
  }

  private static Thread thread(Runnable work) {
    var thread = new Thread(work, "image-checker");
    thread.setDaemon(true);
    return thread;
  }
}
