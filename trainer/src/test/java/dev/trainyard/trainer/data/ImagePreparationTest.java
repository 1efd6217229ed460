package dev.trainyard.trainer.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.trainyard.contracts.training.Augmentation;
import java.util.HashSet;
import org.junit.jupiter.api.Test;

class ImagePreparationTest {
  private static final int SIZE = 32;

  @Test
  void normalisesPerChannelInPlanes() {
    var samples = new byte[SIZE * SIZE * 3];
    samples[2] = (byte) 255;
    var target = new float[samples.length];
    preparation(Augmentation.NONE).prepare(samples, target);
    assertThat(target[0]).isCloseTo(-0.485f / 0.229f, within(1e-5f));
    assertThat(target[2 * SIZE * SIZE]).isCloseTo((1 - 0.406f) / 0.225f, within(1e-5f));
  }

  @Test
  void dependsOnSeedIterationAndPlaceOnly() {
    var preparation = preparation(Augmentation.ROTATIONS_EXPOSURE_NOISE);
    var first = augmented(preparation, 7, 3);
    assertThat(augmented(preparation(Augmentation.ROTATIONS_EXPOSURE_NOISE), 7, 3))
        .isEqualTo(first);
    assertThat(augmented(preparation, 7, 4)).isNotEqualTo(first);
    assertThat(augmented(preparation, 8, 3)).isNotEqualTo(first);
  }

  @Test
  void withoutAugmentationTheImageIsAsInEvaluation() {
    var preparation = preparation(Augmentation.NONE);
    var plain = new float[SIZE * SIZE * 3];
    preparation.prepare(corner(), plain);
    assertThat(augmented(preparation, 1, 1)).isEqualTo(plain);
  }

  @Test
  void turnsTheImageOnlyIfRotationsAreWanted() {
    assertThat(corners(Augmentation.EXPOSURE_NOISE)).containsExactly(0);
    assertThat(corners(Augmentation.ROTATIONS_EXPOSURE_NOISE))
        .containsExactlyInAnyOrder(0, 1, 2, 3);
  }

  /** In which corners the image's one bright corner appears. */
  private static HashSet<Integer> corners(Augmentation augmentation) {
    var preparation = preparation(augmentation);
    var found = new HashSet<Integer>();
    int[] positions = {0, SIZE - 1, SIZE * SIZE - 1, SIZE * (SIZE - 1)};
    for (int iteration = 0; iteration < 60; iteration++) {
      float[] image = augmented(preparation, iteration, 0);
      for (int corner = 0; corner < 4; corner++) {
        if (image[positions[corner]] > 0.8) {
          found.add(corner);
        }
      }
    }
    return found;
  }

  private static float[] augmented(ImagePreparation preparation, long iteration, int place) {
    var target = new float[SIZE * SIZE * 3];
    preparation.augment(corner(), iteration, place, target);
    return target;
  }

  private static byte[] corner() {
    var samples = new byte[SIZE * SIZE * 3];
    samples[0] = samples[1] = samples[2] = (byte) 255;
    return samples;
  }

  private static ImagePreparation preparation(Augmentation augmentation) {
    return new ImagePreparation(augmentation, Normalisation.IMAGENET, SIZE, 42);
  }
}
