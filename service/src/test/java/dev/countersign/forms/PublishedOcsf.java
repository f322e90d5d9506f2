package dev.countersign.forms;

import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Path;

/// The schema of OCSF as it is published. No package that we build with brings it: the environment variable
/// `OCSF_SCHEMA` names a checkout of `ocsf/ocsf-schema` at the tag of the version, or what of it is needed.
/// Tests that need it are skipped without.
public final class PublishedOcsf {

    private PublishedOcsf() {}

    public static OcsfSchema schema() {
        var folder = System.getenv("OCSF_SCHEMA");
        assumeThat(folder).as("OCSF_SCHEMA, a folder with the published schema").isNotBlank();
        return OcsfSchema.in(Path.of(folder));
    }
}
