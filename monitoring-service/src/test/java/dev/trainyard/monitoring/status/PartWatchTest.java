package dev.trainyard.monitoring.status;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

class PartWatchTest {
  private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

  private final Part part = new Part();
  private Instant now = NOON;
  private final InstantSource source = () -> now;
  private final PartWatch watch = new PartWatch(List.of(part), source.withZone(ZoneOffset.UTC));

  @Test
  void tellsSinceWhenAPartIsUpOrDown() {
    assertThat(watch.states()).isEmpty();
    watch.look();
    now = NOON.plusSeconds(10);
    watch.look();
    assertState(true, NOON, NOON.plusSeconds(10), null);
    assertThat(watch.isDown("part")).isFalse();

    part.reason = "does not answer";
    now = NOON.plusSeconds(20);
    watch.look();
    part.reason = "is not ready: Database";
    now = NOON.plusSeconds(30);
    watch.look();
    assertState(false, NOON.plusSeconds(20), NOON.plusSeconds(30), "is not ready: Database");
    assertThat(watch.isDown("part")).isTrue();

    part.reason = null;
    now = NOON.plusSeconds(40);
    watch.look();
    assertState(true, NOON.plusSeconds(40), NOON.plusSeconds(40), null);
  }

  private void assertState(boolean up, Instant since, Instant checkedAt, String reason) {
    var state = watch.states().get(0);
    assertThat(state.up()).isEqualTo(up);
    assertThat(state.since()).isEqualTo(since);
    assertThat(state.checkedAt()).isEqualTo(checkedAt);
    assertThat(state.reason()).isEqualTo(reason);
  }

  private static final class Part implements Probe {
    private String reason;

    @Override
    public String name() {
      return "part";
    }

    @Override
    public Kind kind() {
      return Kind.BACKEND;
    }

    @Override
    public void ask() {
      if (reason != null) {
        throw new PartDownException(reason);
      }
    }
  }
}
