package dev.trainyard.agent.platform;

import dev.trainyard.agent.storage.DiskException;
import dev.trainyard.kit.privilege.OwnerOnly;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;

/**
 * One transfer into a file. It fails when nothing arrives for too long, which the JDK's own
 * time-out does not notice once the headers are there, and ends at once when its thread is
 * interrupted.
 */
final class Download {
  private static final Logger LOG = Logger.getLogger(Download.class);

  private static final int OK = 200;
  private static final int PARTIAL_CONTENT = 206;

  private final Duration stallTimeout;
  private final long offset;
  private volatile long lastProgress = System.nanoTime();
  private volatile DiskException diskFailure;

  /**
   * @param offset how many bytes the file has already; the rest is asked for
   */
  Download(Duration stallTimeout, long offset) {
    this.stallTimeout = stallTimeout;
    this.offset = offset;
  }

  /**
   * The answer; its body is empty when it went into the file.
   *
   * @throws DiskException if the file cannot be written
   */
  HttpResponse<byte[]> run(HttpClient client, HttpRequest request, Path target)
      throws IOException, InterruptedException {
    BodyHandler<byte[]> handler =
        head -> isContent(head) ? new FileReceiver(target, head) : BodySubscribers.ofByteArray();
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
          if (diskFailure != null) {
            throw diskFailure;
          }
          throw e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
        }
      }
    } finally {
      transfer.cancel(true);
    }
  }

  private boolean isContent(HttpResponse.ResponseInfo head) {
    return head.statusCode() == OK || head.statusCode() == PARTIAL_CONTENT;
  }

  /** Whoever cannot send a part sends the whole. */
  private boolean continues(HttpResponse.ResponseInfo head) {
    return head.statusCode() == PARTIAL_CONTENT
        && head.headers()
            .firstValue("Content-Range")
            .filter(range -> range.startsWith("bytes " + offset + "-"))
            .isPresent();
  }

  /**
   * Writes what arrives. The JDK's own receiver leaves open whether the network or the disk failed,
   * and takes no notice of what a disk that fills up leaves unwritten.
   */
  private final class FileReceiver implements BodySubscriber<byte[]> {
    private final Path target;
    private final long announcedBytes;
    private final boolean wrongPart;
    private final boolean append;
    private final CompletableFuture<byte[]> body = new CompletableFuture<>();
    private Flow.Subscription subscription;
    private FileChannel file;

    FileReceiver(Path target, HttpResponse.ResponseInfo head) {
      this.target = target;
      this.announcedBytes = head.headers().firstValueAsLong("Content-Length").orElse(0);
      this.append = continues(head);
      this.wrongPart = head.statusCode() == PARTIAL_CONTENT && !append;
    }

    @Override
    public CompletionStage<byte[]> getBody() {
      return body;
    }

    @Override
    public void onSubscribe(Flow.Subscription newSubscription) {
      subscription = newSubscription;
      if (wrongPart) {
        subscription.cancel();
        body.completeExceptionally(new IOException("another part came than was asked for"));
        return;
      }
      try {
        OwnerOnly.createFileIfAbsent(target);
        file =
            FileChannel.open(
                target,
                StandardOpenOption.WRITE,
                append ? StandardOpenOption.APPEND : StandardOpenOption.TRUNCATE_EXISTING);
        DiskException.requireSpace(announcedBytes, target.toAbsolutePath().getParent());
        subscription.request(1);
      } catch (IOException e) {
        diskFailed(e);
      }
    }

    @Override
    public void onNext(List<ByteBuffer> item) {
      lastProgress = System.nanoTime();
      try {
        for (var buffer : item) {
          while (buffer.hasRemaining()) {
            file.write(buffer);
          }
        }
        subscription.request(1);
      } catch (IOException e) {
        diskFailed(e);
      }
    }

    @Override
    public void onError(Throwable failure) {
      closeQuietly();
      body.completeExceptionally(failure);
    }

    @Override
    public void onComplete() {
      try {
        file.close();
        body.complete(new byte[0]);
      } catch (IOException e) {
        diskFailed(e);
      }
    }

    private void diskFailed(IOException failure) {
      diskFailure = DiskException.of(failure, target.toAbsolutePath().getParent());
      subscription.cancel();
      closeQuietly();
      body.completeExceptionally(diskFailure);
    }

    private void closeQuietly() {
      try {
        if (file != null) {
          file.close();
        }
      } catch (IOException e) {
        LOG.debugf("A file that is given up cannot be closed file=%s reason=%s", target, e);
      }
    }
  }
}
