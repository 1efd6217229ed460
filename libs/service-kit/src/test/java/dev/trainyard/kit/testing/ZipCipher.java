package dev.trainyard.kit.testing;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.zip.CRC32;

/** The cipher of zips with a password, as every tool knows it (APPNOTE 6.1). */
final class ZipCipher {
  private static final int HEADER_BYTES = 12;
  private static final int POLYNOMIAL = 0xEDB88320;

  private int first = 0x12345678;
  private int second = 0x23456789;
  private int third = 0x34567890;

  private ZipCipher(String password) {
    for (var character : password.getBytes(StandardCharsets.US_ASCII)) {
      update(character);
    }
  }

  /** The content with the header that tells a wrong password from the right one. */
  static byte[] encrypted(byte[] content, String password) {
    var checksum = new CRC32();
    checksum.update(content);
    var header = new byte[HEADER_BYTES];
    new Random(1).nextBytes(header);
    header[HEADER_BYTES - 1] = (byte) (checksum.getValue() >>> 24);

    var cipher = new ZipCipher(password);
    var encrypted = new byte[HEADER_BYTES + content.length];
    for (var at = 0; at < encrypted.length; at++) {
      var plain = at < HEADER_BYTES ? header[at] : content[at - HEADER_BYTES];
      encrypted[at] = cipher.encrypt(plain);
    }
    return encrypted;
  }

  private byte encrypt(byte plain) {
    var mixed = (third | 2) & 0xFFFF;
    var encrypted = plain ^ mixed * (mixed ^ 1) >>> 8;
    update(plain);
    return (byte) encrypted;
  }

  private void update(byte plain) {
    first = checksum(first, plain);
    second = (second + (first & 0xFF)) * 134775813 + 1;
    third = checksum(third, second >>> 24);
  }

  /** One step of CRC-32. */
  private static int checksum(int before, int next) {
    var value = (before ^ next) & 0xFF;
    for (var bit = 0; bit < 8; bit++) {
      value = (value & 1) == 0 ? value >>> 1 : value >>> 1 ^ POLYNOMIAL;
    }
    return value ^ before >>> 8;
  }
}
