/// Whole journeys: real SMTP into a real server with a real store, and out again to a mail host that remembers.
/// Each test tells one promise of the product from outside. Start reading at [Site] and `DistributionTest`.
@NullMarked
package org.chancery.journey;

import org.jspecify.annotations.NullMarked;
