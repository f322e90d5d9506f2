package dev.countersign.cli;

/// A secret in the one moment in which it is shown.
record NewSecret(String projectId, String secretId, String secret) {
    @Override
    public String toString() {
        return "NewSecret[" + projectId + ", " + secretId + ", ******]";
    }
}
