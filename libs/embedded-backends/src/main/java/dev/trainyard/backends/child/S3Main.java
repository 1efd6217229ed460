package dev.trainyard.backends.child;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Properties;
import org.gaul.s3proxy.AuthenticationType;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobProviderMetadata;
import org.jclouds.ContextBuilder;
import org.jclouds.blobstore.BlobStoreContext;
import org.jclouds.logging.slf4j.config.SLF4JLoggingModule;

/** S3 over a directory, by s3proxy. */
final class S3Main implements BackendServer {

  private static final long MAX_SIGNED_BODY_BYTES = 32L * 1024 * 1024;

  private static final Duration UNFINISHED_KEPT = Duration.ofDays(7);

  private S3Proxy proxy;

  private S3Main() {}

  /** Run by the parent JVM. */
  public static void main(String[] arguments) {
    BackendChild.run(new S3Main());
  }

  @Override
  public int start(Settings settings) throws Exception {
    Path objects = Files.createDirectories(settings.directory().resolve("objects"));
    Properties properties = new Properties();
    properties.setProperty("jclouds.filesystem.basedir", objects.toString());
    // The provider itself instead of its name: a search by name loads every cloud's provider.
    BlobStoreContext context =
        ContextBuilder.newBuilder(new FilesystemNio2BlobProviderMetadata())
            .credentials("unused", "unused")
            .modules(List.of(new SLF4JLoggingModule()))
            .overrides(properties)
            .buildView(BlobStoreContext.class);
    TidyStore store = new TidyStore(context.getBlobStore());
    store.removeUnfinishedBefore(Instant.now().minus(UNFINISHED_KEPT));
    proxy =
        S3Proxy.builder()
            .blobStore(store)
            .endpoint(URI.create("http://" + settings.host() + ":" + settings.port()))
            .awsAuthentication(
                AuthenticationType.AWS_V2_OR_V4,
                settings.value("access-key"),
                settings.value("secret-key"))
            .v4MaxNonChunkedRequestSize(MAX_SIGNED_BODY_BYTES)
            .ignoreUnknownHeaders(true)
            .build();
    proxy.start();
    return proxy.getPort();
  }

  @Override
  public void stop() throws Exception {
    if (proxy != null) {
      proxy.stop();
    }
  }
}
