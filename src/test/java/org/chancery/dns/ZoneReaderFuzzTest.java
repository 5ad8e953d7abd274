package org.chancery.dns;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/// A zone file may be anything; it is read or refused, and what was read can be served.
class ZoneReaderFuzzTest {

    static Stream<Arguments> seeds() throws Exception {
        return ZoneTest.corpus().map(ZoneReaderFuzzTest::octets).map(Arguments::of);
    }

    private static Object octets(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    @MethodSource("seeds")
    @FuzzTest
    void any_text_is_read_or_refused_and_what_was_read_can_be_served(byte[] octets) throws Exception {
        if (Zone.read(new String(octets, UTF_8)) instanceof Zone.Reading.Good(Zone zone)) {
            for (String name : zone.names()) {
                serve(zone, Name.fromString(name, Name.root));
            }
        }
    }

    private static void serve(Zone zone, Name name) throws Exception {
        for (RecordType type : RecordType.values()) {
            Message query = Message.newQuery(Record.newRecord(name, Type.value(type.name()), DClass.IN));
            var reply = ZoneAnswers.answer(zone, query);
            if (reply.isPresent()) {
                new Message(reply.get().toWire(Message.MAXLENGTH));
            }
        }
    }
}
