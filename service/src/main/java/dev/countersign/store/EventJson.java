package dev.countersign.store;

import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import org.axonframework.serialization.SerializedType;
import org.axonframework.serialization.SimpleSerializedType;
import org.axonframework.serialization.json.JacksonSerializer;
import org.jspecify.annotations.Nullable;

/// Events as JSON, under their stored names: no class name is ever stored.
///
/// A record is an object with its components as members; those that are null are left out. A record whose only
/// component is called `value` is that value alone. Bytes are Base64, instants ISO 8601. Members that nobody knows any
/// more are passed over when read.
public final class EventJson extends JacksonSerializer {

    private final EventNames names;

    private EventJson(Builder builder, EventNames names) {
        super(builder);
        this.names = names;
    }

    public static EventJson of(EventNames names) {
        return new EventJson(JacksonSerializer.builder().objectMapper(mapper()), names);
    }

    private static JsonMapper mapper() {
        return JsonMapper.builder()
                .addModule(new JavaTimeModule())
                .addModule(new BareValues())
                .visibility(PropertyAccessor.ALL, Visibility.NONE)
                .visibility(PropertyAccessor.FIELD, Visibility.ANY)
                .visibility(PropertyAccessor.CREATOR, Visibility.ANY)
                .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .enable(MapperFeature.SORT_CREATOR_PROPERTIES_FIRST)
                .defaultPropertyInclusion(
                        JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.NON_NULL))
                .build();
    }

    @Override
    public SerializedType typeForClass(@Nullable Class type) {
        var name = type == null ? null : names.nameOf(type).orElse(null);
        return name == null
                ? super.typeForClass(type)
                : new SimpleSerializedType(name, getRevisionResolver().revisionOf(type));
    }

    @Override
    public Class classForType(SerializedType type) {
        var known = names.typeNamed(type.getName());
        return known.isPresent() ? known.get() : super.classForType(type);
    }
}
