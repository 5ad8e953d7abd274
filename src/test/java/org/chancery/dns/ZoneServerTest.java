package org.chancery.dns;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.net.BindException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.Socket;
import java.util.Arrays;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/// On the wire, without our resolver.
class ZoneServerTest {
    private static final int PATIENCE_MILLIS = 10_000;
    private static final Zone ZONE = Zone.read("""
            {"example.org": {"A": ["127.0.0.2"], "MX": []}, "www.example.org": {"CNAME": "example.org"},
             "long.example.org": {"TXT": ["%s"]}}""".formatted("y".repeat(2000))).orThrow();

    private ZoneServer server;

    @BeforeEach
    void start() throws Exception {
        server = ZoneServer.start(ZONE, 0);
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    private static Message query(String name, int type, int dclass) throws Exception {
        return Message.newQuery(Record.newRecord(Name.fromString(name, Name.root), type, dclass));
    }

    private Message overUdp(byte[]... packets) throws Exception {
        try (var socket = new DatagramSocket()) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            for (byte[] packet : packets) {
                socket.send(new DatagramPacket(packet, packet.length, server.address()));
            }
            var reply = new DatagramPacket(new byte[65_535], 65_535);
            socket.receive(reply);
            return new Message(Arrays.copyOf(reply.getData(), reply.getLength()));
        }
    }

    private Message overUdp(Message query) throws Exception {
        return overUdp(query.toWire());
    }

    @Test
    void answers_are_authoritative_and_carry_the_question() throws Exception {
        Message query = query("example.org", Type.A, DClass.IN);
        Message reply = overUdp(query);
        assertThat(reply.getHeader().getFlag(Flags.AA)).isTrue();
        assertThat(reply.getHeader().getID()).isEqualTo(query.getHeader().getID());
        assertThat(reply.getQuestion()).isEqualTo(query.getQuestion());
        assertThat(reply.getSection(Section.ANSWER)).hasSize(1);
    }

    @Test
    void an_alias_comes_with_what_it_leads_to() throws Exception {
        assertThat(overUdp(query("www.example.org", Type.A, DClass.IN)).getSection(Section.ANSWER))
                .extracting(Record::getType)
                .containsExactly(Type.CNAME, Type.A);
        assertThat(overUdp(query("www.example.org", Type.CNAME, DClass.IN)).getSection(Section.ANSWER))
                .extracting(Record::getType)
                .containsExactly(Type.CNAME);
    }

    @Test
    void every_no_has_an_soa() throws Exception {
        for (Message no : new Message[] {
            overUdp(query("example.org", Type.MX, DClass.IN)),
            overUdp(query("example.org", Type.SRV, DClass.IN)),
            overUdp(query("missing.example.org", Type.A, DClass.IN))
        }) {
            assertThat(no.getSection(Section.AUTHORITY)).extracting(Record::getType).containsExactly(Type.SOA);
            assertThat(no.getSection(Section.ANSWER)).isEmpty();
        }
    }

    @Test
    void a_datagram_without_edns_stays_within_512_octets_and_says_that_it_is_cut() throws Exception {
        Message reply = overUdp(query("long.example.org", Type.TXT, DClass.IN));
        assertThat(reply.getHeader().getFlag(Flags.TC)).isTrue();
        assertThat(reply.numBytes()).isLessThanOrEqualTo(512);
    }

    @Test
    void several_questions_on_one_tcp_connection_are_answered_whole() throws Exception {
        try (var socket = new Socket(server.address().getAddress(), server.address().getPort())) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            var in = new DataInputStream(socket.getInputStream());
            var out = new DataOutputStream(socket.getOutputStream());
            for (int i = 0; i < 3; i++) {
                byte[] query = query("long.example.org", Type.TXT, DClass.IN).toWire();
                out.writeShort(query.length);
                out.write(query);
                Message reply = new Message(in.readNBytes(in.readUnsignedShort()));
                assertThat(reply.getHeader().getFlag(Flags.TC)).isFalse();
                assertThat(reply.getSection(Section.ANSWER)).hasSize(1);
            }
        }
    }

    @Test
    void what_it_does_not_do_is_said() throws Exception {
        assertThat(overUdp(query("example.org", Type.A, DClass.CHAOS)).getRcode()).isEqualTo(Rcode.REFUSED);
        Message update = query("example.org", Type.A, DClass.IN);
        update.getHeader().setOpcode(Opcode.UPDATE);
        assertThat(overUdp(update).getRcode()).isEqualTo(Rcode.NOTIMP);
        Message none = new Message(7);
        assertThat(overUdp(none).getRcode()).isEqualTo(Rcode.FORMERR);
    }

    @Test
    void octets_that_are_no_query_are_passed_over() throws Exception {
        byte[] garbage = new byte[100];
        Arrays.fill(garbage, (byte) 0xfe);
        byte[] good = query("example.org", Type.A, DClass.IN).toWire();
        assertThat(overUdp(new byte[0], new byte[5], garbage, good).getSection(Section.ANSWER)).hasSize(1);
    }

    @Test
    void a_taken_port_is_refused_with_an_exception() {
        Assertions.assertThatThrownBy(() -> ZoneServer.start(ZONE, server.address().getPort()).close())
                .isInstanceOf(BindException.class);
    }
}
