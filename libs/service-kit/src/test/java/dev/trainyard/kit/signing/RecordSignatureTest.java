package dev.trainyard.kit.signing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RecordSignatureTest {
  private static final SigningKey KEY = SigningKey.fresh();
  private static final MessageKey SECRET = MessageKey.fresh();
  private static final SenderKeys KEYS = new SenderKeys(KEY.open(), SECRET);
  private static final Message MESSAGE = new Message("topic", "key", "id-1", "value");

  /** A record in words. */
  private record Message(String topic, String key, String id, String value) {
    ProducerRecord<String, byte[]> record() {
      var record = new ProducerRecord<>(topic, key, value.getBytes(UTF_8));
      record.headers().add("ce_id", id.getBytes(UTF_8));
      record.headers().add("traceparent", "any".getBytes(UTF_8));
      return record;
    }

    ConsumerRecord<String, byte[]> received(Headers headers) {
      var value = value().getBytes(UTF_8);
      return new ConsumerRecord<>(
          topic, 0, 0, 0, TimestampType.CREATE_TIME, 0, 0, key, value, headers, Optional.empty());
    }
  }

  /** What somebody may do to a record on its way. */
  private enum Change {
    TOPIC(message -> new Message("other", message.key, message.id, message.value)),
    KEY(message -> new Message(message.topic, "other", message.id, message.value)),
    ATTRIBUTE(message -> new Message(message.topic, message.key, "id-2", message.value)),
    VALUE(message -> new Message(message.topic, message.key, message.id, "other")),
    MOVED_BORDER(message -> new Message("topick", "ey", message.id, message.value));

    private final UnaryOperator<Message> change;

    Change(UnaryOperator<Message> change) {
      this.change = change;
    }
  }

  @Test
  void isGoodForWhatWasSignedAndOnlyWithItsKey() {
    var signed = MESSAGE.record();
    RecordSignature.add(signed, KEY);
    signed.headers().add("added-on-the-way", new byte[0]);

    var signature = RecordSignature.of(MESSAGE.received(signed.headers())).orElseThrow();

    assertThat(signature.keyId()).isEqualTo(KEY.open().id());
    assertThat(signature.isBy(VerificationKey.parse(KEY.open().text()))).isTrue();
    assertThat(signature.isBy(SigningKey.fresh().open())).isFalse();
  }

  @ParameterizedTest
  @EnumSource
  void isNotGoodForAnythingElse(Change change) {
    var signed = MESSAGE.record();
    RecordSignature.add(signed, KEY);
    var changed = change.change.apply(MESSAGE);
    var headers = changed.record().headers();
    headers.add(signed.headers().lastHeader(RecordSignature.HEADER));

    var signature = RecordSignature.of(changed.received(headers)).orElseThrow();

    assertThat(signature.isBy(KEY.open())).isFalse();
  }

  @Test
  void coversAttributesThatSomebodyAdds() {
    var signed = MESSAGE.record();
    RecordSignature.add(signed, KEY);
    signed.headers().add("ce_actor", "admin".getBytes(UTF_8));

    var signature = RecordSignature.of(MESSAGE.received(signed.headers())).orElseThrow();

    assertThat(signature.isBy(KEY.open())).isFalse();
  }

  @Test
  void isNoneWhereTheHeaderIsMissingOrUnreadable() {
    assertThat(RecordSignature.of(MESSAGE.received(new RecordHeaders()))).isEmpty();
    for (var text : new String[] {"", "key", ".c2ln", "key.not Base64"}) {
      var headers = new RecordHeaders().add(RecordSignature.HEADER, text.getBytes(UTF_8));
      assertThat(RecordSignature.of(MESSAGE.received(headers))).as(text).isEmpty();
    }
    var tooShort = new RecordHeaders().add(RecordSignature.HEADER, keyAnd("c2ln").getBytes(UTF_8));
    assertThat(RecordSignature.of(MESSAGE.received(tooShort)).orElseThrow().isBy(KEY.open()))
        .isFalse();
  }

  @Test
  void aCodeIsGoodForWhatItWasMadeOfAndOnlyWithItsKey() {
    var coded = MESSAGE.record();
    RecordCode.add(coded, SECRET);

    assertThat(wrote(MESSAGE, coded.headers(), SECRET)).isTrue();
    assertThat(wrote(MESSAGE, coded.headers(), MessageKey.parse(SECRET.text()))).isTrue();
    assertThat(wrote(MESSAGE, coded.headers(), MessageKey.fresh())).isFalse();
    assertThat(KEYS.hasSigned(MESSAGE.received(coded.headers()))).isFalse();
  }

  @ParameterizedTest
  @EnumSource
  void aCodeIsNotGoodForAnythingElse(Change change) {
    var coded = MESSAGE.record();
    RecordCode.add(coded, SECRET);
    var changed = change.change.apply(MESSAGE);
    var headers = changed.record().headers();
    headers.add(coded.headers().lastHeader(RecordCode.HEADER));

    assertThat(wrote(changed, headers, SECRET)).isFalse();
  }

  @Test
  void aSignatureDoesWhereThereIsNoCodeButNotBesideAWrongOne() {
    var signed = MESSAGE.record();
    RecordSignature.add(signed, KEY);
    assertThat(wrote(MESSAGE, signed.headers(), SECRET)).isTrue();

    signed.headers().add(RecordCode.HEADER, "wrong".getBytes(UTF_8));
    assertThat(wrote(MESSAGE, signed.headers(), SECRET)).isFalse();
    assertThat(wrote(MESSAGE, new RecordHeaders(), SECRET)).isFalse();
  }

  @Test
  void theCodeIsThatOfRfc4231() {
    // Its keys have other lengths than ours, but HMAC fills them up with zeros.
    var key = new byte[32];
    System.arraycopy("Jefe".getBytes(UTF_8), 0, key, 0, 4);
    var code =
        MessageKey.parse(Base64.getEncoder().encodeToString(key))
            .codeOf("what do ya want for nothing?".getBytes(UTF_8));

    assertThat(HexFormat.of().formatHex(code))
        .isEqualTo("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    assertThatThrownBy(() -> MessageKey.parse("c2hvcnQ="))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static boolean wrote(Message message, Headers headers, MessageKey secret) {
    var record = message.received(headers);
    return new SenderKeys(KEY.open(), secret).wrote(record, record.value());
  }

  @Test
  void readsAKeyThatOpensslWrote() {
    var key =
        SigningKey.parse(
            """
            -----BEGIN PRIVATE KEY-----
            MC4CAQAwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC
            -----END PRIVATE KEY-----
            """);
    // The example of RFC 8410, and what RFC 8037 and 7638 make of such a key.
    assertThat(key.open().text()).isEqualTo("Gb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE");
    assertThat(SigningKey.parse(key.secret()).open().id()).isEqualTo(key.open().id());
    assertThatThrownBy(() -> SigningKey.parse("no key"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void namesAKeyByItsThumbprint() {
    assertThat(VerificationKey.parse("11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo").id())
        .as("the example of RFC 8037")
        .isEqualTo("kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k");
  }

  private static String keyAnd(String signature) {
    return KEY.open().id() + "." + signature;
  }
}
