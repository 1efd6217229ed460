package dev.trainyard.bench.trainer.engine;

import dev.trainyard.contracts.training.Augmentation;

/**
 * One whole training run.
 *
 * @param dataset folder with {@code train/} and {@code test/}
 * @param work its folder; an empty one means that images are decoded
 * @param epochImages images of one epoch
 * @param iterations how long to train
 * @param learningRate its peak
 */
public record TrainingRequest(
    String dataset,
    String work,
    int epochImages,
    int imageSize,
    int batchSize,
    int iterations,
    double learningRate,
    Augmentation augmentation,
    long seed) {}
