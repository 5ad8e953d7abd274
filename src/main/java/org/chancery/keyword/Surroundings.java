package org.chancery.keyword;

import java.security.SecureRandom;
import java.time.InstantSource;
import org.chancery.administration.Administration;
import org.chancery.keyring.Keyring;
import org.chancery.list.Members;
import org.chancery.notice.Answers;
import org.chancery.notice.NoticeWriter;
import org.chancery.subscription.Enrolment;

/// What commands by mail stand on: the acts of administration, which ask what each caller may, and what members do for themselves.
public record Surroundings(
        Administration administration, Enrolment enrolment, Keyring keyring, Members members, NoticeWriter writer, Answers answers,
        InstantSource clock, SecureRandom random) {}
