package dev.trainyard.kit.storage;

import com.google.common.collect.ImmutableMultimap;
import com.google.common.collect.Multimap;
import io.minio.BaseArgs;
import io.minio.MinioAsyncClient;
import io.minio.errors.MinioException;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.xml.sax.SAXException;

/**
 * Requests for which the SDK has no public method, or whose answers it reads only where a server
 * fills in members that S3 calls optional. Thread-safe.
 */
final class S3Requests extends MinioAsyncClient {
  static final Multimap<String, String> NONE = ImmutableMultimap.of();

  S3Requests(MinioAsyncClient client) {
    super(client);
  }

  /** Sends a GET request and reads the XML that answers it. */
  Element get(BaseArgs target, Multimap<String, String> query)
      throws IOException, GeneralSecurityException, MinioException {
    try (var response = await(executeGetAsync(target, NONE, query));
        var body = response.body().byteStream()) {
      var factory = DocumentBuilderFactory.newDefaultInstance();
      factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
      factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
      return factory.newDocumentBuilder().parse(body).getDocumentElement();
    } catch (SAXException | ParserConfigurationException e) {
      throw new IOException("the storage's answer cannot be read", e);
    }
  }

  /** The elements of a name within another. */
  static Stream<Element> elements(Element within, String name) {
    var found = within.getElementsByTagName(name);
    return IntStream.range(0, found.getLength()).mapToObj(i -> (Element) found.item(i));
  }

  /** The text of the first element of a name; empty if there is none. */
  static String text(Element within, String name) {
    return elements(within, name).findFirst().map(Element::getTextContent).orElse("");
  }

  static <T> T await(CompletableFuture<T> answer) throws IOException, MinioException {
    try {
      return answer.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while the storage was asked", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof MinioException refusal) {
        throw refusal;
      }
      throw new IOException(e.getCause());
    }
  }

  /** Narrows what the SDK declares. */
  @Override
  public void close() throws IOException {
    try {
      super.close();
    } catch (Exception e) {
      throw new IOException(e);
    }
  }
}
