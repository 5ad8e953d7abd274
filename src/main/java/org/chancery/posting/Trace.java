package org.chancery.posting;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.chancery.authentication.Evidence;
import org.chancery.authentication.Evidence.Dmarc.Disposition;
import org.chancery.authentication.Result;
import org.chancery.authentication.ResultsField;
import org.chancery.posting.transform.Passage;

/// What is kept of the evidence with a receipt, beside the facts of the connection: the results as copies tell them, and what
/// the author's domain asks of receivers, on which the From field of copies may depend.
final class Trace {
    /// What the ARC chain was worth (RFC 8617 section 4.4), for our own seal.
    private static final String CHAIN = "arc";

    private Trace() {}

    static Map<String, String> of(String authservId, List<Evidence> evidence) {
        Map<String, String> trace = new LinkedHashMap<>();
        if (!evidence.isEmpty()) {
            trace.put(Passage.RESULTS, ResultsField.value(authservId, evidence));
        }
        evidence.stream().filter(Evidence.Dmarc.class::isInstance).map(Evidence.Dmarc.class::cast).map(Trace::wish)
                .max(Comparator.naturalOrder())
                .ifPresent(wish -> trace.put(Passage.AUTHOR_POLICY, wish.name().toLowerCase(Locale.ROOT)));
        evidence.stream()
                .filter(found -> found instanceof Evidence.Dkim dkim && dkim.aligned() && dkim.result() == Result.PASS)
                .findFirst()
                .ifPresent(found -> trace.put(Passage.AUTHOR_SIGNATURE, ((Evidence.Dkim) found).domain().ascii()));
        evidence.stream().filter(Evidence.Arc.class::isInstance).findFirst().ifPresent(chain -> trace.put(CHAIN, chain.result().word()));
        return trace;
    }

    /// A domain that could not be asked may ask for the strictest.
    private static Disposition wish(Evidence.Dmarc dmarc) {
        return dmarc.result() == Result.TEMPERROR ? Disposition.REJECT : dmarc.published();
    }
}
