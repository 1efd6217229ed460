package dev.trainyard.agent.trainer;

import dev.trainyard.agent.platform.LenientJson;
import dev.trainyard.agent.storage.LineTail;
import dev.trainyard.contracts.metrics.MetricPoint;
import dev.trainyard.contracts.trainer.TrainerMessage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Reads what trainers say. */
public final class TrainerMessages {
  private static final Logger LOG = Logger.getLogger(TrainerMessages.class);

  private TrainerMessages() {}

  /** The message that a line holds; empty if it holds something else. */
  static Optional<TrainerMessage> in(String line, LenientJson json) {
    if (!line.startsWith("{")) {
      return Optional.empty();
    }
    try {
      return Optional.of(json.read(line.getBytes(StandardCharsets.UTF_8), TrainerMessage.class));
    } catch (IOException e) {
      LOG.debugf("Not a trainer message reason=%s", e);
      return Optional.empty();
    }
  }

  /** Whether a trainer says nothing after this. */
  public static boolean isLast(TrainerMessage message) {
    return message instanceof TrainerMessage.Result
        || message instanceof TrainerMessage.Stopped
        || message instanceof TrainerMessage.Failure;
  }

  /** What a trainer said at the end, beyond the offset. */
  public static Optional<TrainerMessage> lastWord(TrainerFiles files, long offset, LenientJson json)
      throws IOException {
    var tail = new LineTail(files.messages(), offset);
    for (var lines = tail.read(true); !lines.isEmpty(); lines = tail.read(true)) {
      for (var line : lines) {
        var last = in(line.text(), json).filter(TrainerMessages::isLast);
        if (last.isPresent()) {
          return last;
        }
      }
    }
    return Optional.empty();
  }

  /** The measurements in a launch's messages, beyond the offset. */
  public static List<MetricPoint> measurements(TrainerFiles files, long offset, LenientJson json)
      throws IOException {
    var tail = new LineTail(files.messages(), offset);
    var points = new ArrayList<MetricPoint>();
    for (var lines = tail.read(true); !lines.isEmpty(); lines = tail.read(true)) {
      for (var line : lines) {
        in(line.text(), json)
            .filter(TrainerMessage.Metrics.class::isInstance)
            .map(message -> ((TrainerMessage.Metrics) message).point())
            .ifPresent(points::add);
      }
    }
    return points;
  }
}
