package dev.countersign.expiry;

import dev.countersign.login.PhoneAttachment;
import dev.countersign.user.PhoneId;
import java.time.Instant;
import java.util.List;

/// Numbers that were attached to a user, and that nobody has proven.
public final class LapsingAttachments implements Lapsing<PhoneId> {

    private final PhoneAttachment attachments;

    public LapsingAttachments(PhoneAttachment attachments) {
        this.attachments = attachments;
    }

    @Override
    public List<PhoneId> until(Instant now, int most) {
        return attachments.lapsed(now, most);
    }

    @Override
    public void expire(PhoneId lapsed, Instant now) {
        attachments.expire(lapsed, now);
    }
}
