package dev.trainyard.agent.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LineTailTest {
  @TempDir Path directory;
  private Path file;

  @BeforeEach
  void name() {
    file = directory.resolve("messages");
  }

  @Test
  void readsNothingWhileThereIsNoFile() throws IOException {
    assertThat(new LineTail(file, 0).read(true)).isEmpty();
  }

  @Test
  void saysThatAFileCannotBeOpened() throws IOException {
    // Stands for too many open files, which the JDK reports alike.
    Files.createDirectory(file);
    assertThatThrownBy(() -> new LineTail(file, 0).read(true)).isInstanceOf(IOException.class);
  }

  @Test
  void readsWholeLinesAndWaitsForTheRest() throws IOException {
    var tail = new LineTail(file, 0);
    append("one\ntw");
    assertThat(tail.read(false)).containsExactly(new LineTail.Line("one", 4));
    assertThat(tail.read(false)).isEmpty();
    append("o\r\nthree");
    assertThat(tail.read(false)).containsExactly(new LineTail.Line("two", 9));
    assertThat(tail.read(true)).containsExactly(new LineTail.Line("three", 14));
    assertThat(tail.read(true)).isEmpty();
  }

  @Test
  void goesOnAtAnOffset() throws IOException {
    append("привет\nmir\n");
    var tail = new LineTail(file, 0);
    var first = tail.read(false).get(0);
    assertThat(first).isEqualTo(new LineTail.Line("привет", 13));
    assertThat(new LineTail(file, first.end()).read(false))
        .containsExactly(new LineTail.Line("mir", 17));
  }

  @Test
  void beginsAgainWhenTheFileGotShorter() throws IOException {
    append("a long line\n");
    var tail = new LineTail(file, 0);
    tail.read(false);
    Files.writeString(file, "new\n");
    assertThat(tail.read(false)).containsExactly(new LineTail.Line("new", 4));
  }

  @Test
  void cutsALineThatNeverEnds() throws IOException {
    append("x".repeat((1 << 20) + 10));
    var tail = new LineTail(file, 0);
    assertThat(tail.read(false)).singleElement().extracting(LineTail.Line::end).isEqualTo(1L << 20);
    assertThat(tail.read(true)).containsExactly(new LineTail.Line("x".repeat(10), (1 << 20) + 10));
  }

  private void append(String text) throws IOException {
    Files.writeString(file, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }
}
