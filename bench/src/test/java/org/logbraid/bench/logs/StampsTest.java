package org.logbraid.bench.logs;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class StampsTest {
    private static final long MICROS = 1_431_857_103_000_007L;
    private static final long MICROS_OF_DAY = (10 * 3_600 + 5 * 60 + 3) * 1_000_000L + 7;
    private static final long DAY = 86_400_000_000L;

    @Test
    void aStampIsWrittenAsServersDo() {
        byte[] line = ("x [" + " ".repeat(Stamps.BYTES) + " +0000]").getBytes(US_ASCII);

        new Stamps().write(line, 3, MICROS);

        assertThat(new String(line, US_ASCII)).isEqualTo("x [17/May/2015:10:05:03.000007 +0000]");
        assertThat(Stamps.microsOfDay(line, 0, line.length)).isEqualTo(MICROS_OF_DAY);
    }

    @Test
    void aLineWithoutAStampHasNone() {
        byte[] line = "no stamp [17/May".getBytes(US_ASCII);

        assertThat(Stamps.microsOfDay(line, 0, line.length)).isEqualTo(-1);
    }

    @Test
    void ageIsToldAcrossMidnight() {
        assertThat(Stamps.microsSince(MICROS_OF_DAY, MICROS + 30)).isEqualTo(30);
        assertThat(Stamps.microsSince(MICROS_OF_DAY, MICROS - 30)).isEqualTo(-30);
        assertThat(Stamps.microsSince(DAY - 10, 20 * DAY + 5)).isEqualTo(15);
    }
}
