package org.chancery.smtp;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Ends reads and writes that outlive their deadline, for all connections of one server or client.
///
/// Why not SO_TIMEOUT: it restarts with each octet, so a peer that drips one octet at a time is never late, and it
/// does not cover writes at all. One thread that looks at every connection a few times a second costs less than
/// a timer for each read, and is exact enough for limits of seconds and minutes.
final class Watchdog implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Watchdog.class);

    private final Set<Watch> watches = ConcurrentHashMap.newKeySet();
    private final Thread thread;

    Watchdog(Duration period) {
        thread = Thread.ofVirtual().name("smtp-watchdog").start(() -> run(period));
    }

    Watch watch(Socket socket) {
        Watch watch = new Watch(socket);
        watches.add(watch);
        return watch;
    }

    private void run(Duration period) {
        try {
            while (true) {
                Thread.sleep(period);
                long now = System.nanoTime();
                watches.forEach(watch -> watch.look(now));
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }

    /// The deadline of one connection. A late read sees the end of its input and can still say good-bye; a late
    /// write or handshake cannot be saved, so its connection is closed under it.
    final class Watch implements AutoCloseable {
        private enum Phase {
            IDLE,
            READING,
            WRITING
        }

        private final Socket socket;
        private volatile Phase phase = Phase.IDLE;
        private volatile long deadlineNanos;
        private volatile boolean expired;

        private Watch(Socket socket) {
            this.socket = socket;
        }

        void reading(long untilNanos) {
            deadlineNanos = untilNanos;
            phase = Phase.READING;
        }

        void writing(Duration atMost) {
            deadlineNanos = System.nanoTime() + atMost.toNanos();
            phase = Phase.WRITING;
        }

        void idle() {
            phase = Phase.IDLE;
        }

        boolean isExpired() {
            return expired;
        }

        /// Wakes a read that waits, or the next one, as if the peer had closed.
        void interruptRead() {
            endInput();
        }

        private void look(long now) {
            if (phase == Phase.IDLE || now - deadlineNanos < 0) {
                return;
            }
            expired = true;
            if (phase == Phase.READING) {
                endInput();
            } else {
                endConnection();
            }
        }

        private void endInput() {
            try {
                if (!socket.isClosed() && !socket.isInputShutdown()) {
                    socket.shutdownInput();
                }
            } catch (IOException _) {
                endConnection(); // a half-open socket that cannot be half-closed is of no use to the reader either
            }
        }

        private void endConnection() {
            try {
                socket.close();
            } catch (IOException e) {
                LOG.debug("smtp.close-failed reason=\"{}\"", e.getMessage()); // its thread will see it broken
            }
        }

        @Override
        public void close() {
            phase = Phase.IDLE;
            watches.remove(this);
        }
    }
}
