package dev.trainyard.kit.http;

import io.vertx.core.Context;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.StreamingOutput;
import jakarta.ws.rs.ext.Provider;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.core.ResteasyReactiveRequestContext;
import org.jboss.resteasy.reactive.server.spi.ResteasyReactiveResourceInfo;
import org.jboss.resteasy.reactive.server.spi.ServerMessageBodyWriter;
import org.jboss.resteasy.reactive.server.spi.ServerRequestContext;

/**
 * Sends answers that are read while they are sent. One that breaks off in its middle, since the
 * storage or the database does or the client has left, ends with its connection: Quarkus's own
 * writer ends it as if it were whole, or leaves the client waiting for the rest.
 */
@Provider
public class StreamedAnswers implements ServerMessageBodyWriter<StreamingOutput> {
  private static final Logger LOG = Logger.getLogger(StreamedAnswers.class);
  private static final Duration CLOSING = Duration.ofSeconds(5);

  @Override
  public boolean isWriteable(
      Class<?> type, Type genericType, Annotation[] annotations, MediaType mediaType) {
    return StreamingOutput.class.isAssignableFrom(type);
  }

  @Override
  public boolean isWriteable(
      Class<?> type, Type genericType, ResteasyReactiveResourceInfo target, MediaType mediaType) {
    return StreamingOutput.class.isAssignableFrom(type);
  }

  @Override
  public void writeTo(
      StreamingOutput content,
      Class<?> type,
      Type genericType,
      Annotation[] annotations,
      MediaType mediaType,
      MultivaluedMap<String, Object> headers,
      OutputStream target)
      throws IOException {
    content.write(target);
  }

  @Override
  public void writeResponse(StreamingOutput content, Type genericType, ServerRequestContext context)
      throws IOException {
    try {
      content.write(context.getOrCreateOutputStream());
    } catch (IOException | RuntimeException e) {
      if (!context.serverResponse().headWritten()) {
        throw e;
      }
      var request = (ResteasyReactiveRequestContext) context;
      LOG.warnf("Answer broken off path=%s reason=%s", request.getPath(), e);
      close(request.unwrap(RoutingContext.class));
    }
  }

  /** Returns when it is closed: what Quarkus writes to end the answer must come too late. */
  private static void close(RoutingContext request) {
    var closed = request.request().connection().close();
    if (Context.isOnEventLoopThread()) {
      return;
    }
    try {
      closed
          .toCompletionStage()
          .toCompletableFuture()
          .get(CLOSING.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      LOG.warnf("Connection not closed reason=%s", e);
    }
  }
}
