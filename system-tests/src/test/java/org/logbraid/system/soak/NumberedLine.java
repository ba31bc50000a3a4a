package org.logbraid.system.soak;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Locale;
import java.util.zip.CRC32;

/**
 * A line of an access log that tells who wrote it, when and as which of his lines, and ends with a checksum of all that:
 * a line with a good checksum is one that was written, whole. Its places are fixed up to the last part. Stateless.
 */
final class NumberedLine {
    /** More than any line has. */
    static final int MOST_BYTES = 320;

    /** Servers are told apart by one digit. */
    static final int MOST_CLIENTS = 10;

    private static final String SECOND = "00/Jan/2000:00:00:00";
    private static final String NUMBER = "000000000000";
    private static final String HEAD = "10.0.0.C - - [" + SECOND + ".UUUUUU +0000] \"GET /line/" + NUMBER
            + " HTTP/1.1\" 200 SSSSS \"http://semicomplete.com/presentations/logstash-monitorama-2013/\""
            + " \"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_9_1)";
    private static final byte[] HEAD_BYTES = HEAD.getBytes(US_ASCII);
    private static final byte[] PART = " AppleWebKit/537.36".getBytes(US_ASCII);
    private static final int CLIENT_AT = HEAD.indexOf('C');
    private static final int SECOND_AT = HEAD.indexOf(SECOND);
    private static final int SECOND_BYTES = SECOND.length();
    private static final int MICROS_AT = HEAD.indexOf("UUUUUU");
    private static final int MICROS_DIGITS = 6;
    private static final int NUMBER_AT = HEAD.indexOf(NUMBER);
    private static final int NUMBER_DIGITS = NUMBER.length();
    private static final int SIZE_AT = HEAD.indexOf("SSSSS");
    private static final int SIZE_DIGITS = 5;
    private static final int CRC_DIGITS = 8;
    private static final int END_BYTES = 1 + CRC_DIGITS + 2; // a blank before it, a quote and a newline behind
    private static final long MICROS_PER_SECOND = 1_000_000;
    private static final DateTimeFormatter FORMAT =
            DateTimeFormatter.ofPattern("dd/MMM/uuuu:HH:mm:ss", Locale.ENGLISH).withZone(ZoneOffset.UTC);

    private NumberedLine() {}

    /**
     * Makes the lines of one server.
     *
     * <p>Not thread-safe.
     */
    static final class Maker {
        private final int client;
        private final CRC32 crc = new CRC32();
        private long second = Long.MIN_VALUE;
        private byte[] secondText = new byte[0];
        private long next;

        Maker(int client) {
            if (client < 0 || client >= MOST_CLIENTS) {
                throw new IllegalArgumentException("client must be a digit, was " + client);
            }
            this.client = client;
        }

        /** Number of the next line. */
        long next() {
            return next;
        }

        /** Makes the next line; answers with the place behind it. */
        int put(byte[] into, int at, long micros) {
            System.arraycopy(HEAD_BYTES, 0, into, at, HEAD_BYTES.length);
            into[at + CLIENT_AT] = (byte) ('0' + client);
            long itsSecond = micros / MICROS_PER_SECOND;
            if (itsSecond != second) {
                second = itsSecond;
                secondText = FORMAT.format(Instant.ofEpochSecond(second)).getBytes(US_ASCII);
            }
            System.arraycopy(secondText, 0, into, at + SECOND_AT, SECOND_BYTES);
            digits(into, at + MICROS_AT, MICROS_DIGITS, micros % MICROS_PER_SECOND);
            digits(into, at + NUMBER_AT, NUMBER_DIGITS, next);
            long drawn = ((next + client) * 0x9E3779B97F4A7C15L) >>> 33;
            digits(into, at + SIZE_AT, SIZE_DIGITS, drawn % 100_000);
            int end = at + HEAD_BYTES.length;
            for (long parts = drawn % 5; parts > 0; parts--) {
                System.arraycopy(PART, 0, into, end, PART.length);
                end += PART.length;
            }
            into[end++] = ' ';
            crc.reset();
            crc.update(into, at, end - at);
            hex(into, end, (int) crc.getValue());
            end += CRC_DIGITS;
            into[end++] = '"';
            into[end++] = '\n';
            next++;
            return end;
        }
    }

    /**
     * Reads lines.
     *
     * <p>Not thread-safe.
     */
    static final class Parser {
        private final CRC32 crc = new CRC32();
        private final byte[] found = new byte[CRC_DIGITS];
        private byte[] secondText = new byte[0];
        private long second;
        private int client;
        private long micros;
        private long number;

        /**
         * Reads one.
         *
         * @param to behind its newline
         * @return whether it is sound
         */
        boolean read(byte[] bytes, int from, int to) {
            int length = to - from;
            if (length < HEAD_BYTES.length + END_BYTES || bytes[to - 1] != '\n') {
                return false;
            }
            int crcAt = to - END_BYTES + 1;
            crc.reset();
            crc.update(bytes, from, crcAt - from);
            hex(found, 0, (int) crc.getValue());
            if (!Arrays.equals(found, 0, CRC_DIGITS, bytes, crcAt, crcAt + CRC_DIGITS)) {
                return false;
            }
            client = bytes[from + CLIENT_AT] - '0';
            number = parsed(bytes, from + NUMBER_AT, NUMBER_DIGITS);
            long fraction = parsed(bytes, from + MICROS_AT, MICROS_DIGITS);
            micros = second(bytes, from + SECOND_AT) * MICROS_PER_SECOND + fraction;
            return client >= 0 && client < MOST_CLIENTS && number >= 0 && fraction >= 0;
        }

        private long second(byte[] bytes, int at) {
            if (!Arrays.equals(secondText, 0, secondText.length, bytes, at, at + SECOND_BYTES)) {
                String text = new String(bytes, at, SECOND_BYTES, US_ASCII);
                secondText = text.getBytes(US_ASCII);
                try {
                    second = Instant.from(FORMAT.parse(text)).getEpochSecond();
                } catch (DateTimeParseException e) {
                    throw new AssertionError("a good checksum and no time: " + text, e);
                }
            }
            return second;
        }

        int client() {
            return client;
        }

        long number() {
            return number;
        }

        /** The stamp, since 1970. */
        long micros() {
            return micros;
        }
    }

    private static void digits(byte[] into, int at, int count, long value) {
        long rest = value;
        for (int i = at + count - 1; i >= at; i--) {
            into[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
    }

    private static void hex(byte[] into, int at, int value) {
        for (int i = 0; i < CRC_DIGITS; i++) {
            into[at + i] = (byte) Character.forDigit((value >>> (4 * (CRC_DIGITS - 1 - i))) & 15, 16);
        }
    }

    /** A number, or -1 when a digit is none. */
    private static long parsed(byte[] bytes, int at, int count) {
        long value = 0;
        for (int i = at; i < at + count; i++) {
            int digit = bytes[i] - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            value = value * 10 + digit;
        }
        return value;
    }
}
