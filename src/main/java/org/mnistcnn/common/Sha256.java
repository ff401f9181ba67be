package org.mnistcnn.common;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The hash by which weights, files and images are compared. */
public final class Sha256 {

  private Sha256() {}

  /** A new digest, to be given what is hashed. */
  public static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
