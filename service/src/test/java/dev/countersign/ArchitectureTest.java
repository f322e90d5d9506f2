package dev.countersign;

import static com.tngtech.archunit.base.DescribedPredicate.alwaysTrue;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import dev.countersign.store.StoredName;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import org.axonframework.serialization.Revision;
import org.junit.jupiter.api.Test;

/// Which package may know which. An *idea* is a package that tells what the product is about.
class ArchitectureTest {
    private static final String[] IDEAS = {
        "dev.countersign.project..",
        "dev.countersign.user..",
        "dev.countersign.passcode..",
        "dev.countersign.session..",
        "dev.countersign.privacy..",
        "dev.countersign.keys.."
    };
    private static final String OURS = "dev.countersign..";

    private static final JavaClasses PRODUCT = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_JARS)
            .importPackages("dev.countersign");

    @Test
    void ideasKnowNoTransport() {
        check(noClasses()
                .that()
                .resideInAnyPackage(IDEAS)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.grpc..", "dev.countersign.v1..", "com.google.protobuf..", "com.google.rpc.."));
    }

    @Test
    void ideasKnowNoDatabaseOutsideOfTheirAdapters() {
        check(noClasses()
                .that(ideas())
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.sql..", "javax.sql..", "org.postgresql..", "com.zaxxer.."));
    }

    @Test
    void ideasAreToldTheTimeAndNeverLookAtAClock() {
        check(noClasses()
                .that()
                .resideInAnyPackage(IDEAS)
                .should()
                .dependOnClassesThat(belongToAnyOf(Clock.class, InstantSource.class))
                .orShould()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(System.class, "nanoTime"));
    }

    @Test
    void ideasDoNotLog() {
        check(noClasses()
                .that()
                .resideInAnyPackage(IDEAS)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.slf4j..", "ch.qos.logback..", "java.util.logging..", "java.lang.System$Logger"));
    }

    @Test
    void ideasKnowOnlyIdeasAndTheNameOfWhatIsStored() {
        check(noClasses()
                .that(ideas())
                .should()
                .dependOnClassesThat(resideInAPackage(OURS)
                        .and(DescribedPredicate.not(resideInAnyPackage(IDEAS)))
                        .and(DescribedPredicate.not(belongToAnyOf(StoredName.class)))));
    }

    @Test
    void projectAndPrivacyKnowNoOtherIdea() {
        check(mayKnow("dev.countersign.project..", "dev.countersign.project.."));
        check(mayKnow("dev.countersign.privacy..", "dev.countersign.privacy.."));
    }

    @Test
    void userKnowsProjectAndPrivacy() {
        check(mayKnow(
                "dev.countersign.user..",
                "dev.countersign.user..",
                "dev.countersign.project..",
                "dev.countersign.privacy.."));
    }

    @Test
    void passcodeKnowsUserAndPrivacy() {
        check(mayKnow(
                "dev.countersign.passcode..",
                "dev.countersign.passcode..",
                "dev.countersign.user..",
                "dev.countersign.privacy.."));
    }

    @Test
    void sessionKnowsUserProjectAndPrivacy() {
        check(mayKnow(
                "dev.countersign.session..",
                "dev.countersign.session..",
                "dev.countersign.user..",
                "dev.countersign.project..",
                "dev.countersign.privacy.."));
    }

    @Test
    void verifierNeedsNeitherServerNorDatabaseNorAnyOfTheRest() {
        check(noClasses()
                .that()
                .resideInAnyPackage("dev.countersign.proof..", "dev.countersign.evidence..")
                .should()
                .dependOnClassesThat(resideInAnyPackage("java.sql..", "javax.sql..", "io.grpc..")
                        .or(resideInAPackage(OURS)
                                .and(DescribedPredicate.not(resideInAnyPackage(
                                        "dev.countersign.proof..", "dev.countersign.evidence.."))))));
    }

    @Test
    void packagesFormNoCycle() {
        check(slices().matching("dev.countersign.(*)..")
                .should()
                .beFreeOfCycles()
                .ignoreDependency(alwaysTrue(), belongToAnyOf(StoredName.class)));
    }

    @Test
    void everyEventHasAStoredNameAndARevision() {
        check(classes()
                .that()
                .areRecords()
                .and(DescribedPredicate.describe("implement an event family", ArchitectureTest::isEvent))
                .should()
                .beAnnotatedWith(StoredName.class)
                .andShould()
                .beAnnotatedWith(Revision.class));
    }

    private static DescribedPredicate<JavaClass> ideas() {
        return resideInAnyPackage(IDEAS)
                .and(DescribedPredicate.describe(
                        "are no adapters", c -> !c.getName().contains(".Postgres")))
                .as("ideas, their Postgres adapters aside");
    }

    /// Classes of `idea`, its adapters aside, know none of ours but those in `allowed` and [StoredName].
    private static ArchRule mayKnow(String idea, String... allowed) {
        return noClasses()
                .that(ideas().and(resideInAPackage(idea)))
                .should()
                .dependOnClassesThat(resideInAPackage(OURS)
                        .and(DescribedPredicate.not(resideInAnyPackage(allowed)))
                        .and(DescribedPredicate.not(belongToAnyOf(StoredName.class))));
    }

    private static boolean isEvent(JavaClass type) {
        return type.getRawInterfaces().stream()
                .anyMatch(family -> family.getSimpleName().endsWith("Event"));
    }

    private static void check(ArchRule rule) {
        rule.check(PRODUCT);
    }
}
