package dev.trainyard.agent.platform;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * One transfer into a file. It fails when nothing arrives for too long, which the JDK's own
 * time-out does not notice once the headers are there, and ends at once when its thread is
 * interrupted.
 */
final class Download {
  private final Duration stallTimeout;
  private volatile long lastProgress = System.nanoTime();

  Download(Duration stallTimeout) {
    this.stallTimeout = stallTimeout;
  }

  /** The answer; its body is empty when it went into the file. */
  HttpResponse<byte[]> run(HttpClient client, HttpRequest request, Path target)
      throws IOException, InterruptedException {
    BodyHandler<byte[]> handler =
        head -> head.statusCode() == 200 ? intoFile(target) : BodySubscribers.ofByteArray();
    var transfer = client.sendAsync(request, handler);
    try {
      while (true) {
        try {
          return transfer.get(1, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
          if (System.nanoTime() - lastProgress > stallTimeout.toNanos()) {
            throw new IOException(
                "the transfer stood still for " + stallTimeout.toSeconds() + " s");
          }
        } catch (ExecutionException e) {
          throw e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
        }
      }
    } finally {
      transfer.cancel(true);
    }
  }

  private BodySubscriber<byte[]> intoFile(Path target) {
    var file =
        BodySubscribers.ofFile(
            target,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING);
    return new Watched(BodySubscribers.mapping(file, path -> new byte[0]));
  }

  /** Notes when something arrives. */
  private final class Watched implements BodySubscriber<byte[]> {
    private final BodySubscriber<byte[]> receiver;

    Watched(BodySubscriber<byte[]> receiver) {
      this.receiver = receiver;
    }

    @Override
    public CompletionStage<byte[]> getBody() {
      return receiver.getBody();
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
      receiver.onSubscribe(subscription);
    }

    @Override
    public void onNext(List<ByteBuffer> item) {
      lastProgress = System.nanoTime();
      receiver.onNext(item);
    }

    @Override
    public void onError(Throwable failure) {
      receiver.onError(failure);
    }

    @Override
    public void onComplete() {
      receiver.onComplete();
    }
  }
}
