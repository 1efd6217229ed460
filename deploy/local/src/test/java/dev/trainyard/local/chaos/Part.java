package dev.trainyard.local.chaos;

import dev.trainyard.backends.BackendKind;
import dev.trainyard.local.Platform;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A part of the platform that can fail: a process of its own, or a tree of them. */
enum Part {
  TEMPLATE("template-service", null),
  PROCESS("process-service", null),
  REGISTRY("model-registry-service", null),
  MONITORING("monitoring-service", null),
  AGENT("agent-service", null),
  POSTGRES(null, BackendKind.POSTGRES),
  KAFKA(null, BackendKind.KAFKA),
  S3(null, BackendKind.S3);

  private final String service;
  private final BackendKind backend;

  Part(String service, BackendKind backend) {
    this.service = service;
    this.backend = backend;
  }

  void kill(Platform platform) throws InterruptedException {
    if (backend != null) {
      platform.kill(backend);
    } else {
      platform.kill(service);
    }
  }

  void restart(Platform platform, Map<String, String> environment) throws InterruptedException {
    if (backend != null) {
      platform.restart(backend);
    } else {
      platform.restart(service, environment);
    }
  }

  /** Its processes; a trainer is none of the agent's. */
  List<Long> pids(Platform platform) {
    if (backend == null) {
      return List.of(platform.pid(service));
    }
    var root = ProcessHandle.of(platform.pid(backend)).orElseThrow();
    return Stream.concat(Stream.of(root), root.descendants()).map(ProcessHandle::pid).toList();
  }
}
