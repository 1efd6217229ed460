package dev.trainyard.registry.model;

import static io.restassured.RestAssured.given;

import dev.trainyard.registry.archive.TestArchives;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** What an agent does that uploads in parts. */
final class PartsClient {
  static final int PART_BYTES = 5 << 20;

  private PartsClient() {}

  /** A valid archive of three parts. */
  static byte[] archive(int seed) {
    var weights = new byte[2 * PART_BYTES + 1000];
    new Random(seed).nextBytes(weights);
    return TestArchives.of(weights, TestArchives.config(weights));
  }

  static ValidatableResponse ask(String id, String sha256, long sizeBytes) {
    return given()
        .contentType(ContentType.JSON)
        .body(Map.of("sha256", sha256, "sizeBytes", sizeBytes))
        .post("/api/v1/models/" + id + "/upload")
        .then();
  }

  static JsonPath ask(String id, byte[] archive) {
    return ask(id, TestArchives.sha256(archive), archive.length)
        .statusCode(200)
        .extract()
        .jsonPath();
  }

  /** Sends those of the missing parts that have these numbers. */
  static void send(String id, byte[] archive, Integer... numbers) {
    var urls = urls(ask(id, archive));
    for (var number : numbers) {
      RegistryClient.upload(urls.get(number), part(archive, number));
    }
  }

  /** The addresses in an answer by the parts' numbers. */
  static Map<Integer, String> urls(JsonPath answer) {
    List<Integer> numbers = answer.getList("urls.number");
    List<String> urls = answer.getList("urls.url");
    var byNumber = new TreeMap<Integer, String>();
    for (var index = 0; index < urls.size(); index++) {
      byNumber.put(numbers.get(index), urls.get(index));
    }
    return byNumber;
  }

  /** What the storage knows the upload by that an address is of. */
  static String uploadId(String url) {
    return url.replaceAll(".*[?&]uploadId=([^&]*).*", "$1");
  }

  static byte[] part(byte[] archive, int number) {
    var from = (number - 1) * PART_BYTES;
    return Arrays.copyOfRange(archive, from, Math.min(archive.length, from + PART_BYTES));
  }
}
