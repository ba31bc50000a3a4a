package org.logbraid.system.process;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.logbraid.common.frame.MalformedException;
import org.logbraid.common.wire.MessageHeader;
import org.logbraid.common.wire.MessageType;

/**
 * What a collector read from and wrote to agents, and what it synced, in the order in which it happened, from the file
 * that {@code strace -f -yy -xx} writes. A call that was interrupted in the file by others begins and ends at different
 * places of it.
 */
final class SyscallTrace {
    /** Of a frame's body and of an ACK's: {@code docs/format.md}. */
    private static final int FRAME_NUMBER_AT = 16;

    private static final int ACK_APPLIED_AT = 8;

    private static final Pattern BEGIN = Pattern.compile("^(\\d+) +(\\w+)\\(\\d+<(.*?)>((?:, |\\)| <unfin).*)$");
    private static final Pattern RESUMED = Pattern.compile("^(\\d+) +<\\.\\.\\. (\\w+) resumed>(.*)$");
    private static final Pattern TEXT = Pattern.compile("\"((?:\\\\x[0-9a-f]{2})*)\"");
    private static final Pattern RESULT = Pattern.compile("\\) += (-?\\d+)");

    /** A message of which the last byte has been read, or of which the first is about to be written. */
    record Message(MessageType type, long number, int place) {}

    /** A sync of a file. */
    record Sync(String file, int began, int ended) {}

    private record Call(String name, String target, int began, String arguments) {}

    private final List<Message> frames = new ArrayList<>();
    private final List<Message> acks = new ArrayList<>();
    private final List<Sync> syncs = new ArrayList<>();
    private final Map<String, Stream> streams = new HashMap<>();

    SyscallTrace(Path file) throws IOException {
        Map<String, Call> unfinished = new HashMap<>();
        int place = 0;
        try (BufferedReader lines = Files.newBufferedReader(file, US_ASCII)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                place++;
                Matcher begin = BEGIN.matcher(line);
                Matcher resumed = RESUMED.matcher(line);
                if (begin.find()) {
                    var call = new Call(begin.group(2), begin.group(3), place, begin.group(4));
                    if (line.endsWith("<unfinished ...>")) {
                        unfinished.put(begin.group(1), call);
                    } else {
                        ended(call, begin.group(4), place);
                    }
                } else if (resumed.find()) {
                    Call call = unfinished.remove(resumed.group(1));
                    if (call != null) {
                        ended(call, call.arguments() + resumed.group(3), place);
                    }
                }
            }
        }
    }

    private void ended(Call call, String rest, int place) {
        Matcher result = RESULT.matcher(rest);
        if (!result.find() || Long.parseLong(result.group(1)) < 0) {
            return;
        }
        switch (call.name()) {
            case "fsync", "fdatasync" -> syncs.add(new Sync(plain(call.target()), call.began(), place));
            case "read", "recvfrom" -> {
                if (call.target().startsWith("TCP")) {
                    stream("<" + call.target()).add(bytes(rest), place);
                }
            }
            case "write", "sendto", "writev", "sendmsg" -> {
                if (call.target().startsWith("TCP")) {
                    stream(">" + call.target()).add(bytes(rest), call.began());
                }
            }
            default -> {
                // of no interest
            }
        }
    }

    private Stream stream(String name) {
        return streams.computeIfAbsent(name, key -> new Stream());
    }

    private static byte[] bytes(String arguments) {
        Matcher text = TEXT.matcher(arguments);
        return text.find() ? unquote(text.group(1)) : new byte[0];
    }

    /** Paths come in hexadecimal too. */
    private static String plain(String target) {
        return target.startsWith("\\x") ? new String(unquote(target), US_ASCII) : target;
    }

    private static byte[] unquote(String quoted) {
        return HexFormat.of().parseHex(quoted.replace("\\x", ""));
    }

    /** Frames read, each at the place where its last byte had come. */
    List<Message> frames() {
        return frames;
    }

    /** ACKs written, each at the place where writing it began; the number is the last frame it speaks of. */
    List<Message> acks() {
        return acks;
    }

    List<Sync> syncs() {
        return syncs;
    }

    /** One direction of a connection, put together again. */
    private final class Stream {
        private byte[] pending = new byte[0];

        void add(byte[] bytes, int place) {
            byte[] all = new byte[pending.length + bytes.length];
            System.arraycopy(pending, 0, all, 0, pending.length);
            System.arraycopy(bytes, 0, all, pending.length, bytes.length);
            int from = 0;
            while (from + MessageHeader.BYTES <= all.length) {
                MessageHeader header;
                try {
                    header = MessageHeader.read(all, from);
                } catch (MalformedException e) {
                    from++; // the length that is put before each message
                    continue;
                }
                if (from + MessageHeader.BYTES + header.bodyBytes() > all.length) {
                    break;
                }
                var body = ByteBuffer.wrap(all, from + MessageHeader.BYTES, header.bodyBytes())
                        .slice()
                        .order(ByteOrder.LITTLE_ENDIAN);
                if (header.type() == MessageType.FRAME) {
                    frames.add(new Message(header.type(), body.getLong(FRAME_NUMBER_AT), place));
                } else if (header.type() == MessageType.ACK) {
                    acks.add(new Message(header.type(), body.getLong(ACK_APPLIED_AT), place));
                }
                from += MessageHeader.BYTES + header.bodyBytes();
            }
            pending = Arrays.copyOfRange(all, from, all.length);
        }
    }
}
