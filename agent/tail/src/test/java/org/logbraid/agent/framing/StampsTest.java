package org.logbraid.agent.framing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.logbraid.agent.framing.Framed.bytes;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.logbraid.common.frame.Frames;
import org.logbraid.common.testing.Seeds;

class StampsTest {
    private final ClfStamps clf = new ClfStamps();
    private final IsoStamps iso = new IsoStamps();
    private final EpochStamps epoch = new EpochStamps();

    private static long parse(StampParser parser, String line) {
        byte[] bytes = bytes("#" + line + "#");
        return parser.parse(bytes, 1, bytes.length - 1);
    }

    private static long nanos(String instant) {
        var time = Instant.parse(instant);
        return time.getEpochSecond() * 1_000_000_000L + time.getNano();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1.2.3.4 - - [17/May/2015:10:05:03 +0000] \"GET /\" 200 1 | 2015-05-17T10:05:03Z | 0",
                "::1 - a b [29/Feb/2024:23:59:59 -0130] x | 2024-03-01T01:29:59Z | 0",
                "h - - [01/Jan/1970:00:00:00.000001 +0000] x | 1970-01-01T00:00:00.000001Z | 6",
                "h - [x] [31/Dec/1969:23:59:59.123456789 +0000] x | 1969-12-31T23:59:59.123456789Z | 9",
                "[17/May/2015:10:05:03.5 +1800] | 2015-05-16T16:05:03.5Z | 1",
                "h - - [30/Jun/2015:23:59:60 +0000] leap | 2015-06-30T23:59:59Z | 0",
                "h - - [30/Jun/2015:23:59:60.123 +0000] leap | 2015-06-30T23:59:59.999Z | 3",
                "h - [01/Foo/2015:00:00:00 +0000] [02/Sep/2015:00:00:00 +0000] | 2015-09-02T00:00:00Z | 0",
            })
    void readsCommonLogFormat(String line, String instant, int digits) {
        assertThat(parse(clf, line)).isEqualTo(nanos(instant));
        assertThat(clf.fractionDigits()).isEqualTo(digits);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[",
                "h - - [17/May/2015:10:05:03 +0000",
                "h - - [17/May/2015:10:05:03]",
                "h - - [17/may/2015:10:05:03 +0000] x",
                "h - - [31/Apr/2015:10:05:03 +0000] x",
                "h - - [29/Feb/2023:10:05:03 +0000] x",
                "h - - [29/Feb/2100:10:05:03 +0000] x",
                "h - - [00/May/2015:10:05:03 +0000] x",
                "h - - [17/May/2015:24:05:03 +0000] x",
                "h - - [17/May/2015:10:60:03 +0000] x",
                "h - - [17/May/2015:10:05:61 +0000] x",
                "h - - [17/May/2015:10:05:03 +1801] x",
                "h - - [17/May/2015:10:05:03 +0060] x",
                "h - - [17/May/2015:10:05:03 00000] x",
                "h - - [17/May/2015:10:05:03. +0000] x",
                "h - - [17/May/2015:10:05:03.1234567890 +0000] x",
                "h - - [17/May/9999:10:05:03 +0000] x",
                "h - - [17-May-2015:10:05:03 +0000] x",
                "h - - [17/May/2015:10:05:03.123 +000",
                "2015-05-17T10:05:03Z",
            })
    void noStampOfCommonLogFormat(String line) {
        assertThat(parse(clf, line)).isEqualTo(Frames.NO_TIME);
        parse(clf, "h - - [17/May/2015:10:05:03 +0000] x");
        assertThat(parse(clf, line)).as("behind a readable one").isEqualTo(Frames.NO_TIME);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "2015-05-17T10:05:03Z | 2015-05-17T10:05:03Z | 0",
                "[2015-05-17 10:05:03.25+02:00] x | 2015-05-17T08:05:03.25Z | 2",
                "{\"time\":\"2015-05-17T10:05:03,123456-0330\"} | 2015-05-17T13:35:03.123456Z | 6",
                "INFO 2015-05-17 10:05:03 +0000 x | 2015-05-17T10:05:03Z | 0",
                "2016-12-31T23:59:60Z leap | 2016-12-31T23:59:59Z | 0",
                "12015-05-17T10:05:03Z 2015-05-18T10:05:03Z | 2015-05-18T10:05:03Z | 0",
            })
    void readsIso8601(String line, String instant, int digits) {
        assertThat(parse(iso, line)).isEqualTo(nanos(instant));
        assertThat(iso.fractionDigits()).isEqualTo(digits);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "2015-05-17T10:05:03",
                "2015-05-17T10:05:03 x",
                "2015-05-17T10:05:03.Z",
                "2015-05-17T10:05:03.1234567890Z",
                "2015-05-17T10:05:03Zulu",
                "2015-02-29T10:05:03Z",
                "2015-13-17T10:05:03Z",
                "2015-05-17t10:05:03Z",
                "2015-05-17T10:05:03+02:0",
                "2015-05-17T10:05:03+02:000",
                "2015-05-17T10:05:03+19:00",
                "2015-05-17T10-05-03Z",
                "1500-05-17T10:05:03Z",
            })
    void noStampOfIso8601(String line) {
        assertThat(parse(iso, line)).isEqualTo(Frames.NO_TIME);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1431857103 x | 2015-05-17T10:05:03Z | 0",
                "1431857103.586    921 10.0.0.1 TCP_MISS/200 | 2015-05-17T10:05:03.586Z | 3",
                "1431857103123 x | 2015-05-17T10:05:03.123Z | 3",
                "1431857103123.456789 x | 2015-05-17T10:05:03.123456789Z | 9",
                "999999999 | 2001-09-09T01:46:39Z | 0",
            })
    void readsEpoch(String line, String instant, int digits) {
        assertThat(parse(epoch, line)).isEqualTo(nanos(instant));
        assertThat(epoch.fractionDigits()).isEqualTo(digits);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "12345678",
                "14318571031",
                "1431857103x",
                " 1431857103",
                "1431857103.1234567890",
                "1431857103123.1234567",
                "9999999999",
                "192.168.0.1 - -",
            })
    void noEpoch(String line) {
        assertThat(parse(epoch, line)).isEqualTo(Frames.NO_TIME);
    }

    @Seeds
    @DisplayName("T10: stamps mean what java.time says they mean, also when most of the line before comes again")
    void agreesWithTheLibrary(long seed) {
        var random = new Random(seed);
        var time = OffsetDateTime.ofInstant(
                Instant.ofEpochSecond(random.nextLong(-9_000_000_000L, 9_000_000_000L)), ZoneOffset.UTC);
        for (int i = 0; i < 200; i++) {
            time = switch (random.nextInt(4)) {
                case 0 -> time.plusNanos(random.nextInt(1_000_000_000));
                case 1 -> time.plusSeconds(random.nextInt(100_000));
                case 2 -> time.plusDays(random.nextInt(10)).withNano(0);
                default -> time.withOffsetSameInstant(ZoneOffset.ofTotalSeconds(60 * random.nextInt(-1080, 1081)));
            };
            int digits = random.nextInt(10);
            String fraction =
                    digits == 0 ? "" : "." + "%09d".formatted(time.getNano()).substring(0, digits);
            String zone = DateTimeFormatter.ofPattern(random.nextBoolean() ? "xx" : "xxx", Locale.ROOT)
                    .format(time);
            String clfZone = DateTimeFormatter.ofPattern("xx", Locale.ROOT).format(time);
            String second = DateTimeFormatter.ofPattern("dd/MMM/uuuu:HH:mm:ss", Locale.ENGLISH)
                    .format(time);
            String isoSecond = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss", Locale.ROOT)
                    .format(time);
            long unit = (long) Math.pow(10, 9 - digits);
            long expected = time.toEpochSecond() * 1_000_000_000L + time.getNano() / unit * unit;

            assertThat(parse(clf, "h - - [" + second + fraction + " " + clfZone + "] x"))
                    .isEqualTo(expected);
            assertThat(clf.fractionDigits()).isEqualTo(digits);
            assertThat(parse(iso, isoSecond + fraction + zone + " x")).isEqualTo(expected);
            assertThat(iso.fractionDigits()).isEqualTo(digits);
        }
    }

    @Seeds
    @DisplayName("T10: whatever is made of a stamp by changing bytes, it is refused or is what a fresh parser reads")
    void dependsOnTheLineAlone(long seed) {
        var random = new Random(seed);
        for (int i = 0; i < 300; i++) {
            byte[] clfLine = bytes("h - - [17/May/2015:10:05:03.123456 +0000] x");
            byte[] isoLine = bytes("[2015-05-17 10:05:03,123 +02:00] x");
            for (int changes = random.nextInt(3); changes >= 0; changes--) {
                clfLine[random.nextInt(clfLine.length)] = (byte) "0123456789[]/:+-. ".charAt(random.nextInt(18));
                isoLine[random.nextInt(isoLine.length)] = (byte) "0123456789[]/:+-. ".charAt(random.nextInt(18));
            }
            int clfEnd = clfLine.length - random.nextInt(10);
            int isoEnd = isoLine.length - random.nextInt(10);
            assertThat(clf.parse(clfLine, 0, clfEnd)).isEqualTo(new ClfStamps().parse(clfLine, 0, clfEnd));
            assertThat(iso.parse(isoLine, 0, isoEnd)).isEqualTo(new IsoStamps().parse(isoLine, 0, isoEnd));
        }
    }
}
