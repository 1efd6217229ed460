package dev.trainyard.bench.trainer.engine;

import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * What a whole training run reached. Evaluation, start and the model's delivery do not count in any
 * speed; checkpoints do.
 *
 * @param firstEpoch images per second; null if the run was shorter
 * @param laterEpochs images per second after the first epoch; null if there was none
 * @param steady images per second from the fourth iteration on, when everything has warmed up
 * @param waitedShare share of the loop's time in which it waited for images; null if unknown
 * @param accuracy on the test set, at the end
 * @param averagePrecision on the test set, at the end
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record TrainingAnswer(
    Double firstEpoch,
    Double laterEpochs,
    double steady,
    Double waitedShare,
    double accuracy,
    double averagePrecision) {}
