package dev.trainyard.kit.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trainyard.contracts.event.EventType;
import dev.trainyard.contracts.event.Samples;
import dev.trainyard.contracts.process.ProcessEvent;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class CloudEventCodecTest {
  private static final UUID ID = UUID.fromString("019aa000-0000-7000-8000-000000000009");
  private static final Instant TIME = Instant.parse("2026-01-05T09:00:00.123456Z");
  private static final String TRACE_ID = "0af7651916cd43dd8448eb211c80319c";
  private static final String TRACEPARENT = "00-" + TRACE_ID + "-b7ad6b7169203331-01";

  private final CloudEventCodec codec = new CloudEventCodec("process-service");

  @ParameterizedTest
  @EnumSource
  void readsWhatItWrote(EventType type) {
    for (var sample : new Object[] {Samples.full(type), Samples.minimal(type)}) {
      var event = codec.read(received(sent(type, codec.toJson(sample), TRACEPARENT)));
      assertThat(event.id()).isEqualTo(ID.toString());
      assertThat(event.source()).isEqualTo("/trainyard/process-service");
      assertThat(event.type()).isEqualTo(type);
      assertThat(event.subject()).isEqualTo("key-1");
      assertThat(event.time()).isEqualTo(TIME);
      assertThat(event.traceId()).contains(TRACE_ID);
      assertThat(event.json()).isEqualTo(codec.toJson(sample));
      assertThat(event.data()).isEqualTo(sample);
    }
  }

  @Test
  void writesAttributesInHeadersAndKeyForThePartition() {
    var record = sent(EventType.PROCESS_CREATED, "{}", TRACEPARENT);
    assertThat(record.topic()).isEqualTo("trainyard.process.events");
    assertThat(record.key()).isEqualTo("key-1");
    assertThat(header(record.headers(), "ce_specversion")).isEqualTo("1.0");
    assertThat(header(record.headers(), "ce_type")).isEqualTo("dev.trainyard.process.created");
    assertThat(header(record.headers(), "ce_dataschema"))
        .isEqualTo("/schemas/ProcessEvent.schema.json");
    assertThat(header(record.headers(), "content-type")).isEqualTo("application/json");
    assertThat(header(record.headers(), "traceparent")).isEqualTo(TRACEPARENT);
  }

  @Test
  void readsEventOutsideTrace() {
    var event = codec.read(received(sent(sampleJson(), null)));
    assertThat(event.traceId()).isEqualTo(Optional.empty());
  }

  @Test
  void readsWhoCausedAnEventWhereItSaysSo() {
    assertThat(codec.read(received(sent(sampleJson(), null))).actor()).isEmpty();

    var record = sent(sampleJson(), null);
    record.headers().add("ce_actor", "anna@example.org".getBytes(StandardCharsets.UTF_8));
    assertThat(codec.read(received(record)).actor()).contains("anna@example.org");
  }

  @Test
  void saysAndReadsWhoseAnEventIs() {
    var record = codec.toRecord(event("acme"));
    assertThat(header(record.headers(), "ce_tenant")).isEqualTo("acme");
    assertThat(codec.read(received(record)).tenant()).contains("acme");
    assertThat(codec.read(received(codec.toRecord(event(null)))).tenant()).isEmpty();
    assertThat(codec.read(received(with("ce_tenant", "*"))).tenant()).contains("*");
    assertUnreadable(received(with("ce_tenant", "a b")));
  }

  private OutgoingEvent event(String tenant) {
    return new OutgoingEvent(
        ID, EventType.PROCESS_CREATED, "key-1", TIME, null, null, tenant, sampleJson());
  }

  @Test
  void acceptsFieldThatNewerProducerAdded() {
    var json = sampleJson().replaceFirst("\\{", "{\"mood\":{\"is\":[\"new\"]},");
    var event = codec.read(received(sent(json, null)));
    assertThat(event.data()).isEqualTo(Samples.full(EventType.PROCESS_CREATED));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "no json",
        "[]",
        "\"text\"",
        "{\"processId\": \"no-uuid\"}",
        "{\"status\": \"DANCING\"}",
        "{\"attempt\": null}",
        "{\"attempt\": 1",
      })
  void refusesDataThatDoesNotFitTheType(String json) {
    assertUnreadable(received(sent(json, null)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-32BE"})
  void refusesDataThatIsNotUtf8(String charset) {
    var record = sent(sampleJson(), null);
    assertUnreadable(received(record.headers(), sampleJson().getBytes(Charset.forName(charset))));
  }

  @Test
  void refusesByteOrderMark() {
    assertUnreadable(received(sent("\uFEFF" + sampleJson(), null)));
  }

  @Test
  void readsDataWithBlanksAround() {
    var event = codec.read(received(sent("\r\n\t " + sampleJson() + "\n", null)));
    assertThat(event.data()).isEqualTo(Samples.full(EventType.PROCESS_CREATED));
  }

  @Test
  void refusesTombstone() {
    var record = sent(sampleJson(), null);
    assertUnreadable(received(record.headers(), null));
  }

  @Test
  void refusesMessageThatIsNoCloudEvent() {
    var record = sent(sampleJson(), null);
    record.headers().remove("ce_specversion");
    assertUnreadable(received(record));
  }

  @ParameterizedTest
  @ValueSource(strings = {"ce_id", "ce_source", "ce_type", "ce_time", "ce_subject"})
  void refusesEventWithoutAttribute(String attribute) {
    var record = sent(sampleJson(), null);
    record.headers().remove(attribute);
    assertUnreadable(received(record));
  }

  @Test
  void refusesUnknownTypeAndBrokenTime() {
    assertUnreadable(received(with("ce_type", "dev.trainyard.process.danced")));
    assertUnreadable(received(with("ce_time", "yesterday")));
    assertUnreadable(received(with("ce_time", "-5000-01-01T00:00:00Z")));
    assertUnreadable(received(with("ce_time", "+10000-01-01T00:00:00Z")));
    assertUnreadable(received(with("ce_specversion", "7.0")));
  }

  @Test
  void refusesStructuredMode() {
    assertUnreadable(received(with("content-type", "application/cloudevents+json")));
  }

  @Test
  void refusesToGiveDataAsAnotherRecord() {
    var event = codec.read(received(sent(sampleJson(), null)));
    assertThat(event.dataAs(ProcessEvent.class)).isEqualTo(event.data());
    assertThatThrownBy(() -> event.dataAs(String.class))
        .isInstanceOf(UnreadableEventException.class)
        .hasMessageContaining("dev.trainyard.process.created");
  }

  private void assertUnreadable(ConsumerRecord<String, byte[]> record) {
    assertThatThrownBy(() -> codec.read(record)).isInstanceOf(UnreadableEventException.class);
  }

  private String sampleJson() {
    return codec.toJson(Samples.full(EventType.PROCESS_CREATED));
  }

  private ProducerRecord<String, byte[]> with(String header, String value) {
    var record = sent(sampleJson(), null);
    record.headers().remove(header);
    record.headers().add(header, value.getBytes(StandardCharsets.UTF_8));
    return record;
  }

  private ProducerRecord<String, byte[]> sent(String json, String traceparent) {
    return sent(EventType.PROCESS_CREATED, json, traceparent);
  }

  private ProducerRecord<String, byte[]> sent(EventType type, String json, String traceparent) {
    return codec.toRecord(new OutgoingEvent(ID, type, "key-1", TIME, traceparent, json));
  }

  private static ConsumerRecord<String, byte[]> received(ProducerRecord<String, byte[]> sent) {
    return received(sent.headers(), sent.value());
  }

  private static ConsumerRecord<String, byte[]> received(Headers headers, byte[] value) {
    return new ConsumerRecord<>(
        "topic",
        0,
        0,
        0,
        TimestampType.CREATE_TIME,
        0,
        0,
        "key-1",
        value,
        headers,
        Optional.empty());
  }

  private static String header(Headers headers, String name) {
    return new String(headers.lastHeader(name).value(), StandardCharsets.UTF_8);
  }
}
