package dev.trainyard.agent.harness;

import dev.trainyard.contracts.process.StartTraining;
import dev.trainyard.contracts.training.TrainingParameters;
import java.util.UUID;

/**
 * Start commands as the process service sends them.
 *
 * @param machineId the machine they are for
 * @param datasetDigest of the dataset the platform has
 */
public record StartCommands(UUID machineId, String datasetDigest) {

  /** The first attempt of a new process. */
  public StartTraining first(String behaviour) {
    return attempt(UUID.randomUUID(), 1, behaviour);
  }

  /** An attempt of a process. */
  public StartTraining attempt(UUID processId, int attempt, String behaviour) {
    return of(processId, attempt, behaviour, "base-resnet18", datasetDigest);
  }

  /** With a base model of this name. */
  public StartTraining withBaseModel(String baseModel) {
    return of(UUID.randomUUID(), 1, FakeTrainer.QUICK, baseModel, datasetDigest);
  }

  /** With a dataset of this digest. */
  public StartTraining withDigest(String digest, String behaviour) {
    return of(UUID.randomUUID(), 1, behaviour, "base-resnet18", digest);
  }

  /** Of a process that is not to be resumed when its trainer dies. */
  public StartTraining unresumed(String behaviour) {
    return of(UUID.randomUUID(), 1, behaviour, "base-resnet18", datasetDigest, parameters(false));
  }

  /** For one start of one agent. */
  public static StartTraining addressed(StartTraining open, UUID agentId, long incarnation) {
    return new StartTraining(
        open.processId(),
        open.attempt(),
        open.machineId(),
        open.name(),
        open.projectId(),
        open.projectName(),
        open.templateId(),
        open.templateName(),
        open.modelType(),
        open.baseModel(),
        open.datasetId(),
        open.datasetName(),
        open.datasetVersion(),
        open.datasetDigest(),
        open.parameters(),
        open.resume(),
        agentId,
        incarnation,
        open.templateRevision(),
        open.tenant());
  }

  private static TrainingParameters parameters(boolean resumeAfterCrash) {
    return new TrainingParameters(
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        resumeAfterCrash);
  }

  private StartTraining of(
      UUID processId, int attempt, String behaviour, String baseModel, String digest) {
    return of(processId, attempt, behaviour, baseModel, digest, TrainingParameters.defaults());
  }

  private StartTraining of(
      UUID processId,
      int attempt,
      String behaviour,
      String baseModel,
      String digest,
      TrainingParameters parameters) {
    return new StartTraining(
        processId,
        attempt,
        machineId,
        behaviour,
        UUID.randomUUID(),
        "project",
        UUID.randomUUID(),
        "template",
        "classifier",
        baseModel,
        UUID.randomUUID(),
        "digits",
        1,
        digest,
        parameters,
        attempt > 1,
        null,
        0,
        7,
        "acme");
  }
}
