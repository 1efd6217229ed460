package dev.trainyard.bench.platform;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;

/** Fills a service with data over REST. */
final class Filling {
  private static final int CONNECTIONS = 8;

  private final URI address;
  private final String bearer;

  Filling(URI address, String bearer) {
    this.address = address;
    this.bearer = bearer;
  }

  /** Sends that many requests, each made from its number, and returns the answers in order. */
  List<Answer> send(int count, IntFunction<Request> request)
      throws IOException, InterruptedException {
    var answers = new Answer[count];
    var threads = Executors.newFixedThreadPool(CONNECTIONS);
    try {
      var all = new ArrayList<Future<?>>();
      for (var first = 0; first < CONNECTIONS; first++) {
        var begin = first;
        all.add(
            threads.submit(
                () -> {
                  sendEach(begin, answers, request);
                  return null;
                }));
      }
      for (var one : all) {
        one.get();
      }
    } catch (ExecutionException e) {
      throw new IOException("the service could not be filled with data", e.getCause());
    } finally {
      threads.shutdownNow();
    }
    return Arrays.asList(answers);
  }

  /** The ids of what such requests make. */
  List<String> make(int count, IntFunction<Request> request)
      throws IOException, InterruptedException {
    return send(count, request).stream().map(Answer::id).toList();
  }

  private void sendEach(int begin, Answer[] answers, IntFunction<Request> request)
      throws IOException {
    try (var connection = new Connection(address, bearer)) {
      for (var number = begin; number < answers.length; number += CONNECTIONS) {
        var wanted = request.apply(number);
        answers[number] = connection.send(wanted);
        if (!answers[number].isSuccess()) {
          throw new IOException(wanted + " was answered with " + answers[number].text());
        }
      }
    }
  }
}
