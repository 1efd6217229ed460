package dev.trainyard.template.archive;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class LookAlikesTest {
  private static final int SIZE = 50_000;

  @Test
  void findsCopiesAmongVeryManyImages() {
    var random = new Random(1);
    var looks = new LookAlikes();
    // A fifth are pages of one form, which share most of their bits.
    var form = any(random);
    for (var number = 0; number < SIZE; number++) {
      var hash = number % 5 == 0 ? changed(form, 90, random) : any(random);
      looks.add(image(number % 4 == 0, "n" + number), hash);
      if (number % 1_000 == 0) {
        looks.add(image(false, "original" + number), hash);
        looks.add(image(true, "copy" + number), changed(hash, 15, random));
      }
    }
    var found = CompletableFuture.supplyAsync(() -> looks.candidates(Set.of()));
    assertThat(found).succeedsWithin(Duration.ofSeconds(60));
    var names =
        found.join().stream()
            .filter(candidate -> candidate.image().item().name().startsWith("copy"))
            .filter(
                candidate ->
                    candidate.nearest().stream()
                        .anyMatch(
                            near ->
                                near.item()
                                    .name()
                                    .equals(
                                        candidate
                                            .image()
                                            .item()
                                            .name()
                                            .replace("copy", "original"))))
            .count();
    assertThat(names).isEqualTo(SIZE / 1_000);
  }

  @Test
  void leavesOutWhatIsKnownAndWhatIsNearlyBlank() {
    var random = new Random(2);
    var looks = new LookAlikes();
    var hash = any(random);
    looks.add(image(false, "a"), hash);
    looks.add(image(true, "known"), hash);
    looks.add(image(true, "found"), hash);
    var blank = changed(new DifferenceHash(new int[32]), 10, random);
    looks.add(image(false, "blank"), blank);
    looks.add(image(true, "blank too"), blank);
    assertThat(looks.candidates(Set.of("known")))
        .extracting(candidate -> candidate.image().item().name())
        .containsExactly("found");
  }

  @Test
  void namesTheNearestFirst() {
    var random = new Random(3);
    var looks = new LookAlikes();
    var hash = any(random);
    for (var bits : List.of(12, 3, 20, 7, 60)) {
      looks.add(image(false, bits + " bits"), changed(hash, bits, random));
    }
    looks.add(image(true, "copy"), hash);
    assertThat(looks.candidates(Set.of()))
        .singleElement()
        .satisfies(
            candidate -> {
              assertThat(candidate.distance()).isEqualTo(3);
              assertThat(candidate.nearest())
                  .extracting(near -> near.item().name())
                  .containsExactly("3 bits", "7 bits", "12 bits");
            });
  }

  private static DatasetImage image(boolean test, String name) {
    return new DatasetImage(new ZipItem(name, 0, false, 8, 1, 1, 0), test, "a");
  }

  private static DifferenceHash any(Random random) {
    var bands = new int[DifferenceHash.BANDS];
    for (var band = 0; band < bands.length; band++) {
      // As pages are: about every fourth bit.
      bands[band] = random.nextInt() & random.nextInt();
    }
    return new DifferenceHash(bands);
  }

  /** Another hash that differs in so many bits. */
  private static DifferenceHash changed(DifferenceHash hash, int bits, Random random) {
    var bands = hash.bands().clone();
    random.ints(0, 1_024).distinct().limit(bits).forEach(bit -> bands[bit / 32] ^= 1 << bit % 32);
    return new DifferenceHash(bands);
  }
}
