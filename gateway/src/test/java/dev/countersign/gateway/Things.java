package dev.countersign.gateway;

import com.google.api.AnnotationsProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.ExtensionRegistry;
import com.google.protobuf.Message;
import com.google.protobuf.StructProto;
import com.google.protobuf.TextFormat;
import io.grpc.MethodDescriptor;
import io.grpc.ServerServiceDefinition;
import io.grpc.ServiceDescriptor;
import io.grpc.protobuf.ProtoMethodDescriptorSupplier;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.stub.ServerCalls;

/// A service that answers each `Thing` with itself, over RPCs whose HTTP rules a test writes down.
final class Things {
    private final Descriptors.ServiceDescriptor service;

    /// @param rules one for each RPC, such as `get: "/things/{thing_id}"`
    Things(String... rules) {
        var methods = new StringBuilder();
        for (int i = 0; i < rules.length; i++) {
            methods.append("method { name: 'M%d' input_type: '.things.Thing' output_type: '.things.Thing'".formatted(i))
                    .append(" options { [google.api.http] { ")
                    .append(rules[i])
                    .append(" } } }");
        }
        try {
            var registry = ExtensionRegistry.newInstance();
            AnnotationsProto.registerAllExtensions(registry);
            var file = FileDescriptorProto.newBuilder();
            TextFormat.merge(proto(methods.toString()), registry, file);
            var imports = new FileDescriptor[] {AnnotationsProto.getDescriptor(), StructProto.getDescriptor()};
            service = FileDescriptor.buildFrom(file.build(), imports).findServiceByName("Things");
        } catch (TextFormat.ParseException | Descriptors.DescriptorValidationException e) {
            throw new IllegalArgumentException(e);
        }
    }

    ServiceDescriptor descriptor() {
        return definition().getServiceDescriptor();
    }

    ServerServiceDefinition definition() {
        var methods = service.getMethods().stream().map(this::method).toList();
        var descriptor = ServiceDescriptor.newBuilder(service.getFullName());
        methods.forEach(descriptor::addMethod);
        var definition = ServerServiceDefinition.builder(descriptor.build());
        methods.forEach(method -> definition.addMethod(method, ServerCalls.asyncUnaryCall((thing, answer) -> {
            answer.onNext(thing);
            answer.onCompleted();
        })));
        return definition.build();
    }

    private static String proto(String methods) {
        return """
            name: "things.proto" package: "things" syntax: "proto3"
            dependency: "google/api/annotations.proto" dependency: "google/protobuf/struct.proto"
            enum_type { name: "Color" value { name: "NONE" number: 0 } value { name: "RED" number: 1 } }
            message_type {
              name: "Thing"
              field { name: "thing_id" number: 1 type: TYPE_STRING label: LABEL_OPTIONAL }
              field { name: "size" number: 2 type: TYPE_INT32 label: LABEL_OPTIONAL oneof_index: 0 proto3_optional: true }
              field { name: "tags" number: 3 type: TYPE_STRING label: LABEL_REPEATED }
              field { name: "color" number: 4 type: TYPE_ENUM type_name: ".things.Color" label: LABEL_OPTIONAL }
              field { name: "heavy" number: 5 type: TYPE_BOOL label: LABEL_OPTIONAL }
              field { name: "part" number: 6 type: TYPE_MESSAGE type_name: ".things.Thing" label: LABEL_OPTIONAL }
              field { name: "metadata" number: 7 type: TYPE_MESSAGE type_name: ".google.protobuf.Struct" label: LABEL_OPTIONAL }
              field { name: "weight" number: 8 type: TYPE_INT64 label: LABEL_OPTIONAL }
              oneof_decl { name: "_size" }
            }
            service { name: "Things" %s }
            """.formatted(methods);
    }

    private MethodDescriptor<Message, Message> method(Descriptors.MethodDescriptor method) {
        Message prototype = DynamicMessage.getDefaultInstance(method.getInputType());
        return MethodDescriptor.<Message, Message>newBuilder()
                .setType(MethodDescriptor.MethodType.UNARY)
                .setFullMethodName(MethodDescriptor.generateFullMethodName(service.getFullName(), method.getName()))
                .setRequestMarshaller(ProtoUtils.marshaller(prototype))
                .setResponseMarshaller(ProtoUtils.marshaller(prototype))
                .setSchemaDescriptor(new Schema(method))
                .build();
    }

    private record Schema(Descriptors.MethodDescriptor method) implements ProtoMethodDescriptorSupplier {
        @Override
        public Descriptors.MethodDescriptor getMethodDescriptor() {
            return method;
        }

        @Override
        public Descriptors.ServiceDescriptor getServiceDescriptor() {
            return method.getService();
        }

        @Override
        public FileDescriptor getFileDescriptor() {
            return method.getFile();
        }
    }
}
