package dev.countersign.keys;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.crypto.tink.prf.PrfSet;
import dev.countersign.project.ProjectId;
import dev.countersign.user.Name;
import dev.countersign.user.PhoneNumber;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Finds numbers and names by a part of them, without the database holding them: keyed hashes of the parts
/// (decision 10 says what they tell a thief). The same part has unrelated hashes in two projects. Safe for use by many
/// threads.
public final class SearchTokens {

    /// Fewer digits find nothing.
    public static final int FEWEST_DIGITS = 3;

    /// Shorter words find nothing.
    public static final int SHORTEST_PREFIX = 2;

    /// Of longer words so many characters count.
    public static final int LONGEST_PREFIX = 16;

    private static final String LABEL = "countersign/search/";
    private static final int GROUPS = 1_000;
    private static final Pattern BETWEEN_WORDS = Pattern.compile("[\\s\\p{Pd}]+");
    private static final Pattern MARKS = Pattern.compile("\\p{M}+");

    private final PrfSet functions;
    private final Map<ProjectId, int[]> groups = new ConcurrentHashMap<>();

    SearchTokens(PrfSet functions) {
        this.functions = functions;
    }

    /// One for each group of three digits that the number contains.
    public int[] ofNumber(ProjectId project, PhoneNumber number) {
        return ofDigits(project, number.e164().substring(1));
    }

    /// What a number has that contains these digits. Numbers that contain them elsewhere, in pieces, may have it too.
    public int[] ofDigits(ProjectId project, String digits) {
        var hashes = groups.computeIfAbsent(project, this::allGroups);
        return IntStream.rangeClosed(0, digits.length() - FEWEST_DIGITS)
                .map(start -> hashes[Integer.parseInt(digits, start, start + FEWEST_DIGITS, 10)])
                .distinct()
                .toArray();
    }

    /// One for each beginning of each word of the name.
    public long[] ofName(ProjectId project, Name name) {
        return name.parts()
                .flatMap(SearchTokens::words)
                .flatMap(SearchTokens::beginnings)
                .distinct()
                .mapToLong(beginning -> hash(project, "name/", beginning))
                .toArray();
    }

    /// What a name has of which a word begins with each of the words in a text.
    public long[] ofWords(ProjectId project, String text) {
        return words(text)
                .map(word -> beginning(word, Math.min(length(word), LONGEST_PREFIX)))
                .mapToLong(beginning -> hash(project, "name/", beginning))
                .distinct()
                .toArray();
    }

    /// True if there are words in a text, and each of them can find something.
    public static boolean areLongEnough(String text) {
        var words = words(text).toList();
        return !words.isEmpty() && words.stream().allMatch(word -> length(word) >= SHORTEST_PREFIX);
    }

    /// Without accents, in lower case.
    private static Stream<String> words(String text) {
        var plain =
                MARKS.matcher(Normalizer.normalize(text, Normalizer.Form.NFKD)).replaceAll("");
        return Arrays.stream(BETWEEN_WORDS.split(plain.toLowerCase(Locale.ROOT)))
                .filter(word -> !word.isEmpty());
    }

    private static Stream<String> beginnings(String word) {
        return IntStream.rangeClosed(SHORTEST_PREFIX, Math.min(length(word), LONGEST_PREFIX))
                .mapToObj(length -> beginning(word, length));
    }

    private static int length(String word) {
        return word.codePointCount(0, word.length());
    }

    private static String beginning(String word, int length) {
        return word.substring(0, word.offsetByCodePoints(0, length));
    }

    private int[] allGroups(ProjectId project) {
        return IntStream.range(0, GROUPS)
                .map(group -> (int) hash(project, "digits/", Integer.toString(group)))
                .toArray();
    }

    private long hash(ProjectId project, String kind, String part) {
        try {
            var input = (LABEL + kind + "1/" + project.value() + "/" + part).getBytes(UTF_8);
            return ByteBuffer.wrap(functions.computePrimary(input, Long.BYTES)).getLong();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HMAC-SHA-256 is not available", e);
        }
    }
}
