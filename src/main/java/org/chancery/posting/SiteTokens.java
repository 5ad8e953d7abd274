package org.chancery.posting;

import org.chancery.token.BounceTokens;
import org.chancery.token.LoopTokens;
import org.chancery.token.OneClickTokens;

/// What this site signs the copies of its posts with, and knows again when they come back.
public record SiteTokens(BounceTokens bounces, OneClickTokens oneClicks, LoopTokens loops) {}
