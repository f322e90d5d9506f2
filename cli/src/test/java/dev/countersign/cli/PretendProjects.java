package dev.countersign.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// Projects that are forgotten with this object.
final class PretendProjects implements Projects {
    /// Secret ids and secrets by project.
    final Map<String, Map<String, String>> secrets = new LinkedHashMap<>();

    @Override
    public Optional<String> oldest() {
        return secrets.keySet().stream().findFirst();
    }

    @Override
    public NewSecret create(String name, boolean live) {
        var projectId = "project-" + (live ? "live" : "test") + "-" + UUID.randomUUID();
        secrets.put(projectId, new LinkedHashMap<>());
        return addSecret(projectId);
    }

    @Override
    public NewSecret addSecret(String projectId) {
        var ofProject = secrets.get(projectId);
        if (ofProject == null) {
            throw new Complaint("There is no project " + projectId);
        }
        var added = new NewSecret(projectId, "secret-test-" + UUID.randomUUID(), "secret-test-" + UUID.randomUUID());
        ofProject.put(added.secretId(), added.secret());
        return added;
    }

    @Override
    public void revokeSecret(String projectId, String secretId) {
        secrets.getOrDefault(projectId, Map.of()).remove(secretId);
    }

    @Override
    public boolean accepts(String projectId, String secret) {
        return secrets.getOrDefault(projectId, Map.of()).containsValue(secret);
    }

    @Override
    public void close() {}
}
