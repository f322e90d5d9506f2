package dev.countersign.revocation;

import dev.countersign.keys.PositionSeals;
import dev.countersign.privacy.BrokenSealException;
import dev.countersign.project.ProjectId;
import dev.countersign.rpc.Refusal;
import dev.countersign.v1.ErrorReason;
import java.util.Base64;

/// Positions as callers see them: sealed for their project, so that they tell nothing of what others do, and good at
/// every node.
record ResumeTokens(PositionSeals seals) {

    String write(long position, ProjectId project) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(seals.seal(position, project));
    }

    /// @throws Refusal `INVALID_RESUME_TOKEN`
    long read(String token, ProjectId project) {
        try {
            return seals.open(Base64.getUrlDecoder().decode(token), project);
        } catch (IllegalArgumentException | BrokenSealException _) {
            throw Refusal.of(ErrorReason.ERROR_REASON_INVALID_RESUME_TOKEN);
        }
    }
}
