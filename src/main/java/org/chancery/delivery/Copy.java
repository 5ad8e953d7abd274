package org.chancery.delivery;

/// One copy of one post for one recipient, on its way. Ends in exactly one [Report].
record Copy(Work work, Queue.Target target) {}
