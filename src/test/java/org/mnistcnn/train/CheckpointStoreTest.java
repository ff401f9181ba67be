package org.mnistcnn.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CheckpointStoreTest {

  @TempDir Path directory;

  @Test
  void theLastTwoAreKeptBesideThoseThatHaveANameOfTheirOwn() throws IOException {
    CheckpointStore checkpoints = new CheckpointStore(directory);
    Files.createFile(directory.resolve("best.ckpt"));
    for (int epoch = 1; epoch <= 3; epoch++) {
      checkpoints.save(10L * epoch, checkpoint(epoch));
    }

    assertThat(names())
        .containsExactly("best.ckpt", "step-000000000020.ckpt", "step-000000000030.ckpt");
    assertThat(checkpoints.latest(warning -> {}))
        .hasValueSatisfying(latest -> assertThat(latest.epoch()).isEqualTo(3));
  }

  @Test
  void whatAKilledProcessLeftHalfWrittenIsNoCheckpointAndGoesWithTheNextOne() throws IOException {
    CheckpointStore checkpoints = new CheckpointStore(directory);
    Files.createFile(directory.resolve(".step-000000000010.ckpt.tmp-1234"));
    assertThat(checkpoints.latest(warning -> {})).isEmpty();

    checkpoints.save(20, checkpoint(1));

    assertThat(names()).containsExactly("step-000000000020.ckpt");
  }

  private static Checkpoint checkpoint(int epoch) {
    return new Checkpoint("", epoch, 0, "", List.of(), CallbackState.NONE, List.of());
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
