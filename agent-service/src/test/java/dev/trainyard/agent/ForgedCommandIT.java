package dev.trainyard.agent;

import static dev.trainyard.agent.harness.AgentUnderTest.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.trainyard.agent.harness.FakeTrainer;
import dev.trainyard.contracts.event.EventType;
import dev.trainyard.contracts.event.Topics;
import dev.trainyard.contracts.process.RunPhase;
import dev.trainyard.contracts.process.StartTraining;
import dev.trainyard.kit.signing.RecordSignature;
import dev.trainyard.kit.signing.SigningKey;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.UUID;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

/** Somebody who can write to the broker plays the process service. */
class ForgedCommandIT extends RunningAgentIT {

  @Test
  void startsWhatThePlatformHasSignedForThisMachineAndNothingElse() {
    var forged = new ArrayList<StartTraining>();
    var unsigned = quick();
    forged.add(unsigned);
    agent.broker().send(record(unsigned));

    var ofStranger = quick();
    forged.add(ofStranger);
    var record = record(ofStranger);
    RecordSignature.add(record, SigningKey.fresh());
    agent.broker().send(record);

    var inThePlatformsName = quick();
    forged.add(inThePlatformsName);
    record = agent.broker().signed(record(quick()));
    agent.broker().send(copy(record, record.key(), record(inThePlatformsName).value()));

    var ofAnotherMachine = quick();
    forged.add(ofAnotherMachine);
    var other = UUID.randomUUID();
    record =
        agent
            .broker()
            .signed(agent.broker().record(other, EventType.COMMAND_START, ofAnotherMachine));
    agent.broker().send(copy(record, agent.machineId().toString(), record.value()));

    var later = quick();
    forged.add(later);
    record = agent.broker().signed(record(later));
    record.headers().remove("ce_time");
    record.headers().add("ce_time", "2030-01-01T00:00:00Z".getBytes(StandardCharsets.US_ASCII));
    agent.broker().send(record);

    var real = agent.sendStart(FakeTrainer.QUICK);

    assertThat(agent.ending(real).phase()).isEqualTo(RunPhase.SUCCEEDED);
    agent.awaitCommandsAreRead();
    assertThat(forged)
        .allSatisfy(
            command -> assertThat(agent.broker().reports(command.processId(), 1)).isEmpty());
    assertThat(agent.broker().deadLetters()).isEmpty();
  }

  @Test
  void obeysTheNextKeyOnceThePlatformHasChangedIt() {
    agent.platform().changeKey();
    agent.awaitCommandsAreRead();

    var command = agent.sendStart(FakeTrainer.QUICK);

    assertThat(agent.ending(command).phase()).isEqualTo(RunPhase.SUCCEEDED);
  }

  @Test
  void doesNothingAtACommandThatComesAgain() {
    var command = agent.commands().first(FakeTrainer.QUICK);
    var record = agent.broker().signed(record(command));
    agent.broker().send(record);
    agent.ending(command);
    var told = agent.broker().reports(command.processId(), 1).size();

    agent.broker().send(record);
    agent.awaitCommandsAreRead();

    assertThat(agent.broker().reports(command.processId(), 1)).hasSize(told);
    // One with an id of its own is answered, so the first was not merely overlooked.
    agent.sendStart(command);
    await()
        .atMost(LIMIT)
        .until(() -> agent.broker().reports(command.processId(), 1).size() == told + 1);
  }

  private static StartTraining quick() {
    return agent.commands().first(FakeTrainer.QUICK);
  }

  private static ProducerRecord<String, byte[]> record(StartTraining command) {
    return agent.broker().record(agent.machineId(), EventType.COMMAND_START, command);
  }

  private static ProducerRecord<String, byte[]> copy(
      ProducerRecord<String, byte[]> record, String key, byte[] value) {
    return new ProducerRecord<>(Topics.PROCESS_COMMANDS, null, key, value, record.headers());
  }
}
