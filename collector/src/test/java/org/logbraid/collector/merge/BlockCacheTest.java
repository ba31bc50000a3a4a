package org.logbraid.collector.merge;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BlockCacheTest {
    @Test
    void arraysAreAtMostAQuarterLongerThanTheyNeedToBe() {
        for (int need = 1_024; need < 3 * 1024 * 1024; need += need / 50) {
            assertThat(BlockCache.size(need)).isBetween(need, need + need / 4 + 1);
        }
        assertThat(BlockCache.size(0)).isEqualTo(1_024);
        assertThat(BlockCache.size(1024 * 1024)).isEqualTo(1024 * 1024);
        assertThat(BlockCache.size(1024 * 1024 + 1)).isEqualTo(1024 * 1024 + 256 * 1024);
    }
}
