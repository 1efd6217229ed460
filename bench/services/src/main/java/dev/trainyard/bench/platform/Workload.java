package dev.trainyard.bench.platform;

import java.net.URI;
import java.util.List;
import java.util.Map;

/** What one service is asked, and the data that it has meanwhile. */
interface Workload {
  /** Such as {@code template-service}. */
  String service();

  /** Settings that the service needs beside those of all. */
  Map<String, String> environment();

  /** Fills the service with data. */
  void prepare(URI address) throws Exception;

  /** Somebody who reads. */
  Caller reader(int number);

  /**
   * Somebody who writes, without being in the way of others; empty if there is nothing to write.
   */
  List<Caller> writers(int count);
}
