package org.logbraid.system.nemesis;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.HashMap;
import java.util.Map;

/**
 * A process that shows who hears whom: it says on its standard error every word that it gets, by UDP or TCP, and sends
 * what its standard input tells it to ({@code udp|tcp ADDRESS WORD}); {@code tcp} stays on the connection that it has.
 * Ends with its input.
 */
final class Prober {
    static final int PORT = 4_000;

    private static final int CONNECT_MILLIS = 500;

    private Prober() {}

    public static void main(String[] arguments) throws IOException {
        var datagrams = new DatagramSocket(PORT);
        var server = new ServerSocket(PORT);
        daemon(() -> hearDatagrams(datagrams));
        daemon(() -> accept(server));
        System.err.println("ready");
        Map<String, Socket> connections = new HashMap<>();
        var in = new BufferedReader(new InputStreamReader(System.in, UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            String[] words = line.split(" ", 3);
            var to = new InetSocketAddress(words[1], PORT);
            byte[] text = (words[2] + "\n").getBytes(UTF_8);
            if (words[0].equals("udp")) {
                datagrams.send(new DatagramPacket(text, text.length, to));
                continue;
            }
            try {
                Socket connection = connections.get(words[1]);
                if (connection == null) {
                    connection = new Socket();
                    connection.connect(to, CONNECT_MILLIS);
                    connections.put(words[1], connection);
                }
                OutputStream out = connection.getOutputStream();
                out.write(text);
            } catch (IOException e) {
                System.err.println("failed " + words[2]);
            }
        }
        System.exit(0);
    }

    private interface Work {
        void run() throws IOException;
    }

    private static void daemon(Work work) {
        var thread = new Thread(() -> {
            try {
                work.run();
            } catch (IOException e) {
                System.err.println("failed: " + e);
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    private static void hearDatagrams(DatagramSocket socket) throws IOException {
        var packet = new DatagramPacket(new byte[100], 100);
        while (true) {
            socket.receive(packet);
            System.err.println("udp " + new String(packet.getData(), 0, packet.getLength(), UTF_8).strip());
        }
    }

    private static void accept(ServerSocket server) throws IOException {
        while (true) {
            Socket connection = server.accept();
            daemon(() -> hear(connection));
        }
    }

    private static void hear(Socket connection) throws IOException {
        var in = new BufferedReader(new InputStreamReader(connection.getInputStream(), UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            System.err.println("tcp " + line);
        }
    }
}
