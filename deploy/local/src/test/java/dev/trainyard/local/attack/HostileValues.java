package dev.trainyard.local.attack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.List;
import java.util.Random;

/** What nobody sends who means well. Not thread-safe. */
final class HostileValues {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private static final List<String> TEXTS =
      List.of(
          "",
          " ",
          "\t\n",
          "null",
          "undefined",
          "NaN",
          "-1",
          "0",
          "9223372036854775808",
          "1e309",
          "0x10",
          "true",
          "..",
          "../../../etc/passwd",
          "..\\..\\windows",
          "%2e%2e%2f",
          "/etc/passwd",
          "file:///etc/passwd",
          "http://169.254.169.254/latest/meta-data/",
          "a\u0000b",
          "\u0001\u001f\u007f",
          "\r\nX-Injected: yes\r\n\r\n<html>",
          "'; DROP TABLE project; --",
          "' OR '1'='1",
          "%' ESCAPE '!",
          "${jndi:ldap://127.0.0.1/a}",
          "#{7*7}${7*7}{{7*7}}",
          "<script>alert(1)</script>",
          "паспорт",
          "Ｆｕｌｌｗｉｄｔｈ",
          "\u202Ecod.exe",
          "e\u0301".repeat(50),
          "\uD83D\uDE00\uD83D\uDC68\u200D\uD83D\uDC69\u200D\uD83D\uDC67",
          "\uFEFF\uFFFE\uFFFF",
          "I\u0130\u0131ß",
          "2026-02-30T25:61:61Z",
          "+1000000000-12-31T23:59:59.999999999Z",
          "-999999999-01-01T00:00:00Z",
          "P999999999999Y",
          "createdAt,desc;drop",
          "x,y,z,",
          "00000000-0000-0000-0000-000000000000",
          "not-a-uuid",
          "x".repeat(300),
          "я".repeat(300),
          "[",
          "*",
          "W/\"1\"",
          "\"1\"",
          "\"99999999999999999999\"",
          "bytes=0-0,5-,-0",
          "bytes=9999999999999999999-");

  private final Random random;

  HostileValues(Random random) {
    this.random = random;
  }

  String text() {
    return TEXTS.get(random.nextInt(TEXTS.size()));
  }

  JsonNode json() {
    return switch (random.nextInt(12)) {
      case 0 -> JSON.nullNode();
      case 1 -> JSON.booleanNode(random.nextBoolean());
      case 2 -> JSON.numberNode(random.nextLong());
      case 3 -> JSON.numberNode(-1);
      case 4 -> JSON.numberNode(1e300);
      case 5 -> JSON.arrayNode().add(text()).addNull().add(7);
      case 6 -> JSON.objectNode().put(text(), text());
      case 7 -> JSON.textNode("x".repeat(200_000));
      default -> JSON.textNode(text());
    };
  }

  /** Bodies that are no JSON, or JSON that nobody needs. */
  String body() {
    return switch (random.nextInt(10)) {
      case 0 -> "";
      case 1 -> "{";
      case 2 -> "[".repeat(10_000);
      case 3 -> "{\"a\":".repeat(60) + "1" + "}".repeat(60);
      case 4 -> "1" + "0".repeat(5_000);
      case 5 -> "{\"name\":\"\\uD800\"}";
      case 6 -> "{\"name\":\"a\",\"name\":\"b\"}";
      case 7 -> "null";
      case 8 -> "[]";
      default -> text();
    };
  }
}
