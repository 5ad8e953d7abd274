package org.chancery.posting;

import org.chancery.keyring.ListKeyrings;
import org.chancery.keyring.SignatureMemory;

/// What establishes facts about a post: who sent it, what the list knows of him, and what was inside. `unopened` counts what could not be opened, and
/// `budget` is the memory for what is open.
public record Stations(Authentication authentication, FactCollector facts, ListKeyrings keyrings, SignatureMemory memory, UnopenedPosts unopened, OpeningBudget budget) {}
