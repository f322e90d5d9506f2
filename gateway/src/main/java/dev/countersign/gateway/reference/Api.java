package dev.countersign.gateway.reference;

import build.buf.validate.ValidateProto;
import com.google.api.AnnotationsProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import com.google.protobuf.ExtensionRegistry;
import dev.countersign.v1.AccessOuterClass;
import dev.countersign.v1.ErrorReason;
import dev.countersign.v1.ErrorReasonOuterClass;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// All of the API as the proto files have it, with their comments.
///
/// @param services those of ours, by name
record Api(List<ServiceDescriptor> services, EnumDescriptor reasons, Comments comments) {
    private static final String SET = "/countersign.binpb";
    private static final String OURS = "countersign.v1";

    /// Reads the descriptor set that lies in the jar of `proto`.
    static Api read() throws IOException {
        try (var in = Api.class.getResourceAsStream(SET)) {
            if (in == null) {
                throw new FileNotFoundException(SET);
            }
            var extensions = ExtensionRegistry.newInstance();
            AnnotationsProto.registerAllExtensions(extensions);
            ValidateProto.registerAllExtensions(extensions);
            ErrorReasonOuterClass.registerAllExtensions(extensions);
            AccessOuterClass.registerAllExtensions(extensions);
            return of(FileDescriptorSet.parseFrom(in, extensions));
        } catch (DescriptorValidationException e) {
            throw new IOException(e);
        }
    }

    /// The RPCs that have a route, `dev`'s own excepted: they are for trying out, not for building on.
    List<Rpc> rpcs() {
        return services.stream()
                .flatMap(service -> service.getMethods().stream())
                .flatMap(method -> Rpc.of(method).stream())
                .filter(rpc -> !rpc.path().startsWith("/dev/"))
                .toList();
    }

    List<MethodDescriptor> methods() {
        return services.stream()
                .flatMap(service -> service.getMethods().stream())
                .toList();
    }

    private static Api of(FileDescriptorSet set) throws DescriptorValidationException {
        Map<String, FileDescriptor> files = new LinkedHashMap<>();
        for (var file : set.getFileList()) {
            var imports = file.getDependencyList().stream().map(files::get).toArray(FileDescriptor[]::new);
            files.put(file.getName(), FileDescriptor.buildFrom(file, imports));
        }
        var services = new ArrayList<ServiceDescriptor>();
        for (var file : files.values()) {
            if (file.getPackage().equals(OURS)) {
                services.addAll(file.getServices());
            }
        }
        services.sort(Comparator.comparing(ServiceDescriptor::getName));
        return new Api(services, ErrorReason.getDescriptor(), Comments.of(set));
    }
}
