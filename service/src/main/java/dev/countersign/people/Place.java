package dev.countersign.people;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.countersign.keys.Stamps;
import dev.countersign.project.ProjectId;
import dev.countersign.user.UserId;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;

/// Where a user stands among all users of a project: they are in the order of these.
public record Place(Instant createdAt, UserId user) {

    private static final String USE = "cursor";

    /// What leads on from here; good for this project only.
    String cursor(ProjectId project, Stamps stamps) {
        var id = user.value().getBytes(US_ASCII);
        var content = ByteBuffer.allocate(Long.BYTES + id.length)
                .putLong(ChronoUnit.MICROS.between(Instant.EPOCH, createdAt))
                .put(id)
                .array();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(stamps.stamped(project, USE, content));
    }

    /// @throws IllegalArgumentException if it is not a cursor that was handed out to this project
    static Place after(String cursor, ProjectId project, Stamps stamps) {
        var content =
                ByteBuffer.wrap(stamps.open(project, USE, Base64.getUrlDecoder().decode(cursor)));
        var createdAt = Instant.EPOCH.plus(content.getLong(), ChronoUnit.MICROS);
        return new Place(createdAt, UserId.parse(US_ASCII.decode(content).toString()));
    }
}
