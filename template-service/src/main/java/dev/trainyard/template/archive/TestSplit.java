package dev.trainyard.template.archive;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * How images that came without sets are divided into those to learn from and those to measure with:
 * the same share of each class, chosen by the seed. The same images and seed give the same sets,
 * whatever other classes there are.
 *
 * @param testShare part of each class that goes to the test set, 0 &lt; x ≤ 0.9; of two images or
 *     more at least one, and never all
 * @param seed any number
 */
@Schema(examples = "{\"testShare\": 0.1, \"seed\": 42}")
public record TestSplit(double testShare, long seed) {

  /** Divides the images of one class. */
  List<DatasetImage> divide(String className, List<ZipItem> items) {
    var order = new ArrayList<>(items);
    order.sort(Comparator.comparing(ZipItem::name));
    Collections.shuffle(order, new Random(seed ^ className.hashCode()));
    var tests = Math.min(order.size() - 1, Math.max(1, (int) Math.round(order.size() * testShare)));
    return IntStream.range(0, order.size())
        .mapToObj(i -> new DatasetImage(order.get(i), i < tests, className))
        .toList();
  }
}
