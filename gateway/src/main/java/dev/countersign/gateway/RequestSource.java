package dev.countersign.gateway;

import com.google.protobuf.Message;
import java.io.IOException;

/// Where the request message of an RPC comes from.
public interface RequestSource {
    /// Throws [Refusal] if the request cannot be read. What its values mean is for the service to judge.
    Message read(HttpCall call) throws IOException;
}
