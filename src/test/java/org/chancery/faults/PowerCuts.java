package org.chancery.faults;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.random.RandomGenerator;
import org.chancery.kit.Ledger.Figures;
import org.chancery.kit.LoadClient.Pace;

/// Power cuts for real: the data folder lies on ext4 in a loop file, whose kernel side is shut down without flushing its
/// journal (EXT4_IOC_SHUTDOWN), so that everything that was not fsynced is gone after the next mount. Needs root.
final class PowerCuts {
    private static final int MEMBERS = 25;
    private static final Pace PACE = new Pace(8, 50);
    private static final long DISK = 2L << 30; // sparse
    private static final Duration FIRST = Duration.ofSeconds(10); // message of a life
    private static final Duration STALL = Duration.ofMinutes(2); // no copy for so long: nothing more comes
    private static final int TOLD = 10; // cycles between two lines of progress
    private static final int O_RDONLY = 0;
    private static final long SHUTDOWN = (2L << 30) | (4L << 16) | ('X' << 8) | 125; // _IOR('X', 125, __u32), linux/fs/ext4/ext4.h
    private static final int NO_LOG_FLUSH = 2;

    private PowerCuts() {}

    static Figures run(String name, Path folder, int cycles, RandomGenerator random, Duration longestLife) throws IOException, InterruptedException {
        Path image = folder.resolve("disk.img");
        try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
            file.setLength(DISK);
        }
        Path disk = Files.createDirectories(folder.resolve("disk"));
        command("mkfs.ext4", "-q", "-F", image.toString());
        command("mount", "-o", "loop", image.toString(), disk.toString());
        try (FaultRig rig = FaultRig.on(name, Files.createDirectory(disk.resolve("data")), MEMBERS)) {
            command("sync");
            rig.ledger.postponedIsUnsure();
            rig.startQuickly();
            rig.load(PACE);
            for (int cycle = 0; cycle < cycles; cycle++) {
                rig.startToWork(rig.launch(), FIRST);
                Thread.sleep(random.nextLong(20, longestLife.toMillis()));
                cut(disk);
                rig.kill();
                command("umount", disk.toString());
                command("mount", "-o", "loop", image.toString(), disk.toString());
                if ((cycle + 1) % TOLD == 0) {
                    rig.tell(cycle + 1, cycles);
                }
            }
            rig.start(rig.launch());
            rig.drainLong(STALL);
            return rig.check();
        } finally {
            new ProcessBuilder("umount", "-l", disk.toString()).start().waitFor();
        }
    }

    private static void command(String... words) throws IOException, InterruptedException {
        int status = new ProcessBuilder(words).inheritIO().start().waitFor();
        if (status != 0) {
            throw new IOException(String.join(" ", words) + " ended with " + status);
        }
    }

    private static void cut(Path disk) throws IOException {
        Linker linker = Linker.nativeLinker();
        try (Arena arena = Arena.ofConfined()) {
            int folder = (int) function(linker, "open", FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT))
                    .invokeExact(arena.allocateFrom(disk.toString()), O_RDONLY);
            FunctionDescriptor ioctl = FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG, ValueLayout.ADDRESS);
            MemorySegment how = arena.allocateFrom(ValueLayout.JAVA_INT, NO_LOG_FLUSH);
            int failed = (int) function(linker, "ioctl", ioctl, Linker.Option.firstVariadicArg(2)).invokeExact(folder, SHUTDOWN, how);
            int closed = (int) function(linker, "close", FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT)).invokeExact(folder);
            if (folder < 0 || failed != 0 || closed != 0) {
                throw new IOException("the file system under " + disk + " cannot be shut down");
            }
        } catch (IOException e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    private static MethodHandle function(Linker linker, String name, FunctionDescriptor descriptor, Linker.Option... options) {
        return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), descriptor, options);
    }
}
