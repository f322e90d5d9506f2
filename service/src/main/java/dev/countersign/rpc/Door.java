package dev.countersign.rpc;

import com.google.protobuf.Descriptors.Descriptor;
import dev.countersign.config.Networks;
import dev.countersign.project.ProjectSecrets;
import io.grpc.BindableService;
import io.grpc.ServerBuilder;
import io.grpc.ServerInterceptor;
import io.grpc.ServerInterceptors;
import io.grpc.ServerServiceDefinition;
import io.grpc.protobuf.ProtoMethodDescriptorSupplier;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;

/// What a call passes on its way to an RPC class, in order. The same for the real server and for one inside a
/// test.
public final class Door {
    /// The largest request that is read, in bytes.
    public static final int REQUEST_LIMIT = 64 * 1024;

    private static final Duration SLOW = Duration.ofSeconds(1);

    private final int places;
    private final ProjectSecrets secrets;
    private final Predicate<Throwable> unavailable;
    private final CallMetrics metrics;
    private final RefusedCalls refusedCalls;
    private final CallerAddress callerAddress;

    /// Makes the door of one service process.
    ///
    /// @param places how many calls may be worked on at once
    /// @param unavailable whether an exception says that a part of the service, such as its store, is out of
    ///    reach
    /// @param gateways who is believed whom it calls for
    public Door(
            int places,
            ProjectSecrets secrets,
            Predicate<Throwable> unavailable,
            CallMetrics metrics,
            RefusedCalls refusedCalls,
            Networks gateways) {
        this.places = places;
        this.secrets = secrets;
        this.unavailable = unavailable;
        this.metrics = metrics;
        this.refusedCalls = refusedCalls;
        this.callerAddress = new CallerAddress(gateways);
    }

    /// Puts these services behind the door of a server. Their callers need credentials, unless a method is
    /// public.
    ///
    /// @param open services that anybody may call, such as the health check
    public void guard(ServerBuilder<?> server, List<BindableService> services, List<BindableService> open) {
        var everyCall = List.of(
                new RequestId(),
                new RequestLog(metrics, SLOW, System::nanoTime),
                new RefusalReport(refusedCalls, callerAddress),
                new ErrorMapping(new Errors(unavailable)));
        var definitions = services.stream().map(BindableService::bindService).toList();
        var ourCalls = List.of(
                new Admission(places),
                new ProjectCredentials(secrets),
                new IdempotencyKey(),
                new Validation(requests(definitions)));

        // The one that is added last is called first.
        everyCall.reversed().forEach(server::intercept);
        definitions.forEach(definition -> server.addService(unparsed(definition, ourCalls)));
        open.forEach(service -> server.addService(unparsed(service.bindService(), List.of())));
        server.fallbackHandlerRegistry(new UnknownMethods());
    }

    private static ServerServiceDefinition unparsed(
            ServerServiceDefinition service, List<? extends ServerInterceptor> interceptors) {
        return ServerInterceptors.useMarshalledMessages(
                ServerInterceptors.interceptForward(service, List.copyOf(interceptors)),
                new RequestBytes(REQUEST_LIMIT),
                new ResponseBytes());
    }

    private static List<Descriptor> requests(List<ServerServiceDefinition> services) {
        return services.stream()
                .flatMap(service -> service.getMethods().stream())
                .map(method -> method.getMethodDescriptor().getSchemaDescriptor())
                .map(schema -> ((ProtoMethodDescriptorSupplier) schema)
                        .getMethodDescriptor()
                        .getInputType())
                .distinct()
                .toList();
    }
}
