/// Reads reports of non-delivery: who did not get a message, for good or for now, and why.
///
/// RFC 3464 and RFC 6533 (message/delivery-status), RFC 6522 (multipart/report), RFC 3463 (status codes), RFC 5965 (feedback
/// reports). Half of the world reports in its own words, so behind the standard stands an ordered list of recognisers,
/// each for one family of mail servers. The reader is pure: a message in, a [BounceReading] out, in linear time, whatever
/// the message holds.
///
/// It believes nobody and decides nothing: everybody can write such a report, so what it says gives only the class of a
/// failure. Whose failure it was is known from the token in the address to which the report was sent.
/// Start reading at [BounceReader].
@NullMarked
package org.chancery.delivery.bounce;

import org.jspecify.annotations.NullMarked;
