package org.chancery.posting.transform;

import org.chancery.content.ContentFilter;
import org.chancery.mail.Message;

/// Takes out of a post what the owner's filter does not let through. A post of which nothing would be left does not come here,
/// because a check held or refused it; one that was let through all the same goes out as it is.
final class FilterContent implements Transform {

    @Override
    public Message apply(Message post, Passage passage) {
        return FilterSettings.rules(passage.list().settings())
                .map(rules -> switch (ContentFilter.verdict(post, rules)) {
                    case ContentFilter.Verdict.Left(Message left) -> left;
                    case ContentFilter.Verdict.NothingLeft(String _) -> post;
                })
                .orElse(post);
    }
}
