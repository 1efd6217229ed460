package dev.trainyard.backends.child;

import dev.trainyard.backends.identity.OwnersFile;
import dev.trainyard.backends.identity.Secrets;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Collection;
import java.util.List;

/**
 * The broker's key and the certificate that it signs itself, made at the first start and again when
 * it nears its end or is for another address.
 */
final class BrokerCertificate {

  private static final int VALID_DAYS = 3650;
  private static final Duration RENEWED_BEFORE = Duration.ofDays(30);
  private static final String ALIAS = "broker";
  private static final String PASSWORD_VARIABLE = "TRAINYARD_KEY_STORE_PASSWORD";

  private final Path directory;
  private final String host;

  BrokerCertificate(Path directory, String host) {
    this.directory = directory;
    this.host = host;
  }

  /** For clients. */
  private Path certificate() {
    return directory.resolve("certificate.pem");
  }

  /** Key and certificate, for the broker, and for no other user of the machine. */
  Path keyStore() {
    return directory.resolve("key-and-certificate.pem");
  }

  /** Makes what is missing or of no use any more. */
  void prepare() throws IOException, GeneralSecurityException, InterruptedException {
    if (isUsable()) {
      return;
    }
    String password = Secrets.random();
    Path store = directory.resolve("new-key.p12");
    Files.deleteIfExists(store);
    try {
      generate(store, password);
      KeyStore keys = KeyStore.getInstance("PKCS12");
      try (InputStream in = Files.newInputStream(store)) {
        keys.load(in, password.toCharArray());
      }
      String certificate = pem("CERTIFICATE", keys.getCertificate(ALIAS).getEncoded());
      String key = pem("PRIVATE KEY", keys.getKey(ALIAS, password.toCharArray()).getEncoded());
      OwnersFile.write(keyStore(), key + certificate);
      // The last, since it says that all is there.
      OwnersFile.write(certificate(), certificate);
    } finally {
      Files.deleteIfExists(store);
    }
  }

  private boolean isUsable() throws IOException, GeneralSecurityException {
    if (!Files.exists(certificate()) || !Files.exists(keyStore())) {
      return false;
    }
    try (InputStream in = Files.newInputStream(certificate())) {
      X509Certificate present =
          (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
      Collection<List<?>> names = present.getSubjectAlternativeNames();
      return present.getNotAfter().toInstant().isAfter(Instant.now().plus(RENEWED_BEFORE))
          && names.stream().anyMatch(name -> name.contains(host));
    }
  }

  /** With the JDK's own tool, since the JDK has no interface that makes certificates. */
  private void generate(Path store, String password) throws IOException, InterruptedException {
    boolean isAddress = host.matches("[0-9.]+|.*:.*");
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
            "-J-XX:TieredStopAtLevel=1",
            "-genkeypair",
            "-alias",
            ALIAS,
            "-keyalg",
            "EC",
            "-groupname",
            "secp256r1",
            "-dname",
            "CN=Trainyard Kafka",
            "-ext",
            "SAN=" + (isAddress ? "IP:" : "DNS:") + host,
            "-validity",
            String.valueOf(VALID_DAYS),
            "-storetype",
            "PKCS12",
            "-keystore",
            store.toString(),
            "-storepass:env",
            PASSWORD_VARIABLE);
    builder.environment().put(PASSWORD_VARIABLE, password);
    Process process = builder.redirectErrorStream(true).start();
    String output =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    if (process.waitFor() != 0) {
      throw new IOException("keytool could not make a certificate: " + output);
    }
  }

  private static String pem(String type, byte[] content) {
    return "-----BEGIN %s-----%n%s%n-----END %s-----%n"
        .formatted(type, Base64.getMimeEncoder().encodeToString(content), type);
  }
}
