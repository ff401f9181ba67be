package org.mnistcnn.nn;

import java.nio.charset.StandardCharsets;

/** Seeds for the parts of a model, so that no two parts draw the same numbers. */
final class DerivedSeed {

  private DerivedSeed() {}

  /**
   * A seed for {@code name}: the FNV-1a hash of the name, then the finalizer of SplitMix64 (Steele,
   * Lea, Flood 2014, "Fast splittable pseudorandom number generators") over hash and seed.
   */
  static long derive(long seed, String name) {
    long hash = 0xcbf29ce484222325L;
    for (byte character : name.getBytes(StandardCharsets.UTF_8)) {
      hash = (hash ^ (character & 0xff)) * 0x100000001b3L;
    }
    long mixed = seed * 0x9e3779b97f4a7c15L + hash;
    mixed = (mixed ^ (mixed >>> 30)) * 0xbf58476d1ce4e5b9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
    return mixed ^ (mixed >>> 31);
  }
}
