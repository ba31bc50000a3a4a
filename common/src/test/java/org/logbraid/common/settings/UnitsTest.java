package org.logbraid.common.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UnitsTest {
    @ParameterizedTest
    @CsvSource({"0,0", "1024,1024", "64KiB,65536", "1 MiB,1048576", "2GiB,2147483648", "1TiB,1099511627776"})
    void readsSizes(String text, long bytes) {
        assertThat(Units.parseSize(text)).isEqualTo(bytes);
    }

    @ParameterizedTest
    @CsvSource({"0,PT0S", "250ms,PT0.25S", "30s,PT30S", "5m,PT5M", "1h,PT1H", "7d,PT168H"})
    void readsDurations(String text, Duration span) {
        assertThat(Units.parseDuration(text)).isEqualTo(span);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-1", "1.5MiB", "64K", "64kb", "MiB", "9999999TiB", "99999999999999999999"})
    void refusesWhatIsNoSize(String text) {
        assertThatThrownBy(() -> Units.parseSize(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "5", "-1s", "1.5s", "1w", "s", "999999999999999999d"})
    void refusesWhatIsNoDuration(String text) {
        assertThatThrownBy(() -> Units.parseDuration(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 1023, 1024, 1025, 1024 * 1024, 5L << 40})
    void writesSizesThatItCanRead(long bytes) {
        assertThat(Units.parseSize(Units.size(bytes))).isEqualTo(bytes);
    }

    @Test
    void writesDurationsInTheirLargestUnit() {
        assertThat(Units.duration(Duration.ofDays(2))).isEqualTo("2d");
        assertThat(Units.duration(Duration.ofMillis(1500))).isEqualTo("1500ms");
        assertThat(Units.duration(Duration.ZERO)).isEqualTo("0ms");
    }
}
