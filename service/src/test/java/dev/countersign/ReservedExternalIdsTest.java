package dev.countersign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.api.AnnotationsProto;
import com.google.api.HttpRule;
import dev.countersign.user.ExternalId;
import dev.countersign.v1.UserServiceOuterClass;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// No route for one user can be taken for a route for something else, whatever the user is called.
class ReservedExternalIdsTest {

    private static final String USERS = "/v1/users/";

    @Test
    void whatStandsInThePlaceOfAUserInAPathIsGivenToNobody() {
        var words = paths().filter(path -> path.startsWith(USERS))
                .map(path -> path.substring(USERS.length()).split("/", 2)[0])
                .filter(word -> !word.startsWith("{"))
                .distinct()
                .toList();

        assertThat(words)
                .contains("emails", "search")
                .allSatisfy(word ->
                        assertThatThrownBy(() -> ExternalId.given(word)).isInstanceOf(IllegalArgumentException.class));
    }

    private static Stream<String> paths() {
        return UserServiceOuterClass.getDescriptor().getServices().stream()
                .flatMap(service -> service.getMethods().stream())
                .map(method -> method.getOptions().getExtension(AnnotationsProto.http))
                .flatMap(rule -> Stream.concat(Stream.of(rule), rule.getAdditionalBindingsList().stream()))
                .flatMap(ReservedExternalIdsTest::paths);
    }

    private static Stream<String> paths(HttpRule rule) {
        return List.of(rule.getGet(), rule.getPut(), rule.getPost(), rule.getDelete()).stream()
                .filter(path -> !path.isEmpty());
    }
}
