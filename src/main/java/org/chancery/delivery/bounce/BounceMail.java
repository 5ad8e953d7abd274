package org.chancery.delivery.bounce;

import java.util.function.Function;
import org.chancery.list.MailingList;
import org.chancery.notice.NoticeWriter;

/// What the desk writes with: the writer of notices, and where a member can change how mail is delivered.
public record BounceMail(NoticeWriter writer, Function<MailingList, String> page) {}
