package dev.trainyard.monitoring.feed;

import io.smallrye.mutiny.Multi;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import java.time.Duration;

/** Server-sent events as every stream of this service sends them. */
public final class ServerSentEvents {
  private static final Duration COMMENT_EVERY = Duration.ofSeconds(15);
  private static final long RECONNECT_MILLIS = 2_000;

  private ServerSentEvents() {}

  /**
   * An event.
   *
   * @param id what a client sends back in {@code Last-Event-ID} to go on after it
   * @param data is written as JSON
   */
  public static OutboundSseEvent event(Sse sse, String id, Object data) {
    return sse.newEventBuilder()
        .id(id)
        .reconnectDelay(RECONNECT_MILLIS)
        .mediaType(MediaType.APPLICATION_JSON_TYPE)
        .data(data)
        .build();
  }

  /**
   * The events, and comments that fill quiet times, so that nobody takes the connection for dead.
   */
  public static Multi<OutboundSseEvent> withComments(Sse sse, Multi<OutboundSseEvent> events) {
    var comments =
        Multi.createFrom()
            .ticks()
            // The first at once: the client then knows that it is connected.
            .startingAfter(Duration.ofMillis(1))
            .every(COMMENT_EVERY)
            .onOverflow()
            .drop()
            .map(tick -> sse.newEventBuilder().comment("still here").build());
    return Multi.createBy().merging().streams(events, comments);
  }
}
