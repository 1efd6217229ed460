package dev.trainyard.kit.http;

import dev.trainyard.kit.problem.BusyException;
import dev.trainyard.kit.problem.EarlyProblems;
import dev.trainyard.kit.problem.PayloadTooLargeException;
import dev.trainyard.kit.problem.ProblemException;
import dev.trainyard.kit.problem.SlowBodyException;
import io.quarkus.arc.All;
import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.impl.RoutingContextInternal;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger;

/**
 * Holds the bodies of requests to a size and to a pace, so that nobody fills the memory by sending
 * much, or keeps the threads of requests by sending slowly: what is no upload gets a thread only
 * once it is whole. Quarkus would give it one at its first byte, has one limit of size for all
 * paths, which uploads need to be high, and waits as long as anything comes. Thread-safe.
 */
@ApplicationScoped
class RequestBodies {
  private static final Logger LOG = Logger.getLogger(RequestBodies.class);

  /** After Quarkus has set its own limit, before any resource. */
  private static final int PRIORITY = 1;

  private static final long SHARE_OF_HEAP = 8;

  private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

  private final HttpConfig config;
  private final List<UploadRequests> uploads;
  private final EarlyProblems problems;

  /** What all bodies may still take, together. */
  private final AtomicLong left;

  RequestBodies(HttpConfig config, @All List<UploadRequests> uploads, EarlyProblems problems) {
    this.config = config;
    this.uploads = uploads;
    this.problems = problems;
    this.left =
        new AtomicLong(
            config
                .maxBodiesSize()
                .map(MemorySize::asLongValue)
                .orElseGet(() -> Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP));
  }

  void register(@Observes Filters filters) {
    filters.register(this::limit, PRIORITY);
  }

  private void limit(RoutingContext request) {
    if (!hasBody(request)) {
      request.next();
    } else if (uploads.stream()
        .anyMatch(upload -> upload.isUpload(request.request(), request.normalizedPath()))) {
      expectProgress(request);
      request.next();
    } else if (announcedBytes(request) > config.maxBodySize().asLongValue()) {
      problems.refuse(request, tooLarge());
    } else {
      new Receiving(request).begin();
    }
  }

  private static boolean hasBody(RoutingContext request) {
    return announcedBytes(request) > 0
        || request.request().headers().contains(HttpHeaders.TRANSFER_ENCODING);
  }

  private static long announcedBytes(RoutingContext request) {
    var length = request.request().getHeader(HttpHeaders.CONTENT_LENGTH);
    return length == null ? -1 : Long.parseLong(length);
  }

  private PayloadTooLargeException tooLarge() {
    var limit = config.maxBodySize().asLongValue();
    return new PayloadTooLargeException("A request may have at most " + limit + " bytes.", limit);
  }

  /** Its resource reads it as it comes, and would answer too: a client so slow gets no answer. */
  private void expectProgress(RoutingContext request) {
    var seen = new AtomicLong();
    var timer =
        request
            .vertx()
            .setPeriodic(
                config.uploadTimeout().toMillis(),
                id -> {
                  var bytes = request.request().bytesRead();
                  if (bytes - seen.getAndSet(bytes) < config.minUploadProgress().asLongValue()) {
                    LOG.warnf(
                        "Upload too slow, given up path=%s bytes=%d",
                        request.normalizedPath(), bytes);
                    request.request().connection().close();
                  }
                });
    request.request().end().onComplete(end -> request.vertx().cancelTimer(timer));
  }

  /** One body on its way. Not thread-safe: all is done by the request's own thread. */
  private final class Receiving {
    private final RoutingContext request;
    private final Buffer body = Buffer.buffer();
    private long timer;
    private boolean done;

    Receiving(RoutingContext request) {
      this.request = request;
    }

    void begin() {
      timer =
          request
              .vertx()
              .setTimer(
                  config.bodyTimeout().toMillis(),
                  id ->
                      refuse(
                          new SlowBodyException(
                              "The body did not arrive within %d s. Send it again, whole."
                                  .formatted(config.bodyTimeout().toSeconds()))));
      request.addEndHandler(answered -> left.addAndGet(body.length()));
      request
          .request()
          .handler(this::add)
          .exceptionHandler(brokenOff -> end())
          .endHandler(whole -> pass());
      if ("100-continue".equalsIgnoreCase(request.request().getHeader(HttpHeaders.EXPECT))) {
        request.response().writeContinue();
      }
      request.request().resume();
    }

    private void add(Buffer bytes) {
      if (done) {
        return;
      }
      if (body.length() + bytes.length() > config.maxBodySize().asLongValue()) {
        refuse(tooLarge());
      } else if (left.addAndGet(-bytes.length()) < 0) {
        left.addAndGet(bytes.length());
        refuse(new BusyException("Too much is being sent at once. Try again later.", RETRY_AFTER));
      } else {
        body.appendBuffer(bytes);
      }
    }

    private void pass() {
      if (!done) {
        end();
        ((RoutingContextInternal) request).setBody(body);
        request.next();
      }
    }

    private void refuse(ProblemException problem) {
      end();
      problems.refuse(request, problem);
    }

    private void end() {
      if (!done) {
        done = true;
        request.vertx().cancelTimer(timer);
      }
    }
  }
}
