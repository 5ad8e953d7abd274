package org.chancery.authentication.dmarc;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.chancery.authentication.dmarc.DmarcRecord.PublicSuffix;
import org.chancery.dns.Answer;
import org.chancery.dns.Resolver;

/// The DNS tree walk (RFC 9989 section 4.10): the records at a name and above it, nearest first, with at most eight
/// questions however long the name is. It ends early at a record that says `psd=y` or `psd=n`.
///
/// `finds` are the names with exactly one record. `isWhole` is false when a question got no answer: the records below
/// that name are known, those above are not.
record TreeWalk(String start, List<Find> finds, boolean isWhole) {

    /// A name with more labels than this is cut to one less after the first question (section 4.10 step 4).
    private static final int MAX_LABELS = 8;

    /// Where a record was found.
    record Find(String name, DmarcRecord record) {}

    TreeWalk {
        finds = List.copyOf(finds);
    }

    static TreeWalk from(String start, Resolver resolver) {
        List<Find> finds = new ArrayList<>();
        for (String name = start; !name.isEmpty(); name = above(name)) {
            Answer<String> answer = resolver.txt("_dmarc." + name);
            if (answer instanceof Answer.TemporaryFailure<String>) {
                return new TreeWalk(start, finds, false);
            }
            Optional<DmarcRecord> record = only(answer.valuesOrNone());
            String here = name;
            record.ifPresent(found -> finds.add(new Find(here, found)));
            if (record.isPresent() && record.get().publicSuffix() != PublicSuffix.UNKNOWN) {
                break;
            }
        }
        return new TreeWalk(start, finds, true);
    }

    /// Several records at one name are as good as none.
    private static Optional<DmarcRecord> only(List<String> texts) {
        List<DmarcRecord> records = texts.stream().flatMap(text -> DmarcRecord.parse(text).toOptional().stream()).toList();
        return records.size() == 1 ? Optional.of(records.getFirst()) : Optional.empty();
    }

    private static String above(String name) {
        return last(name, Math.min(labels(name), MAX_LABELS) - 1);
    }

    /// The record of the name itself.
    Optional<DmarcRecord> own() {
        return finds.stream().filter(find -> find.name.equals(start)).map(Find::record).findFirst();
    }

    /// Section 4.10.2: where the organisation begins to which the name belongs.
    String organisation() {
        for (Find find : finds) {
            if (find.record.publicSuffix() == PublicSuffix.NO) {
                return find.name;
            }
            if (find.record.publicSuffix() == PublicSuffix.YES && !find.name.equals(start)) {
                return last(start, labels(find.name) + 1);
            }
        }
        return finds.isEmpty() ? start : finds.getLast().name;
    }

    /// Section 4.10.1: the record that applies to mail from this name: its own, else the organisation's, else the registry's.
    Optional<Find> applicable() {
        return find(start).or(() -> find(organisation())).or(this::registry);
    }

    private Optional<Find> find(String name) {
        return finds.stream().filter(find -> find.name.equals(name)).findFirst();
    }

    private Optional<Find> registry() {
        return finds.stream().filter(find -> find.record.publicSuffix() == PublicSuffix.YES).findFirst();
    }

    private static int labels(String name) {
        return (int) name.chars().filter(c -> c == '.').count() + 1;
    }

    /// The last `count` labels.
    private static String last(String name, int count) {
        int at = name.length();
        for (int i = 0; i < count && at >= 0; i++) {
            at = name.lastIndexOf('.', at - 1);
        }
        return count <= 0 ? "" : name.substring(at + 1);
    }
}
