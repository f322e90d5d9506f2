package dev.countersign.gateway.reference;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.DescriptorProtos.ServiceDescriptorProto;
import com.google.protobuf.DescriptorProtos.SourceCodeInfo;
import com.google.protobuf.DescriptorProtos.SourceCodeInfo.Location;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FileDescriptor;
import dev.countersign.v1.ErrorReason;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RefusalsTest {

    @ParameterizedTest
    @ValueSource(strings = {"Does it. Errors: `BAD_REQUEST`.", "Does it.\n\nErrors: none here. Errors: `BAD_REQUEST`."})
    void errorsInTheMiddleOfALineStopTheBuild(String comment) {
        assertThatThrownBy(() -> new Refusals(commented(comment)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("countersign.v1.ThingService");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Does it.\n\nErrors: `BAD_REQUEST`.",
                "Errors: `BAD_REQUEST`.",
                "Credentials and errors: as for `OtherService`.",
                "Credentials, repeating and errors: as for `OtherService`.",
                "Tells of errors, too."
            })
    void errorsAtTheBeginningOfALineAreFound(String comment) {
        assertThatCode(() -> new Refusals(commented(comment))).doesNotThrowAnyException();
    }

    /// A service without RPCs.
    private static Api commented(String comment) throws DescriptorValidationException {
        var file = FileDescriptorProto.newBuilder()
                .setName("thing_service.proto")
                .setPackage("countersign.v1")
                .addService(ServiceDescriptorProto.newBuilder().setName("ThingService"))
                .setSourceCodeInfo(SourceCodeInfo.newBuilder()
                        .addLocation(Location.newBuilder()
                                .addPath(FileDescriptorProto.SERVICE_FIELD_NUMBER)
                                .addPath(0)
                                .setLeadingComments(comment)))
                .build();
        return new Api(
                FileDescriptor.buildFrom(file, new FileDescriptor[0]).getServices(),
                ErrorReason.getDescriptor(),
                Comments.of(FileDescriptorSet.newBuilder().addFile(file).build()));
    }
}
