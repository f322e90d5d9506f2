package dev.countersign.bench.search;

import dev.countersign.v1.CreateUserRequest;
import dev.countersign.v1.SearchUsersRequest;
import dev.countersign.v1.User;
import dev.countersign.v1.UserServiceGrpc.UserServiceBlockingStub;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/// Pages through all users while others are created.
record Paging(UserServiceBlockingStub users, Population population) {

    private static final int PAGE = 1_000;
    private static final int CREATORS = 2;

    /// @param missing users who were there before and were not told
    /// @param repeated users who were told more than once
    /// @param created users who were created meanwhile
    record Outcome(int told, int missing, int repeated, int created, double seconds) {

        boolean isGood() {
            return missing == 0 && repeated == 0;
        }
    }

    Outcome run(int before, Supplier<String> numbers) throws InterruptedException {
        var created = new AtomicInteger();
        var done = new AtomicBoolean();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var creator = 0; creator < CREATORS; creator++) {
                threads.submit(() -> {
                    while (!done.get()) {
                        users.createUser(CreateUserRequest.newBuilder()
                                .setPhoneNumber(numbers.get())
                                .build());
                        created.incrementAndGet();
                    }
                });
            }
            try {
                return through(before, created);
            } finally {
                done.set(true);
            }
        }
    }

    private Outcome through(int before, AtomicInteger created) {
        var begin = System.nanoTime();
        Set<String> told = new HashSet<>(before * 2);
        var repeated = 0;
        var cursor = "";
        do {
            var page = users.searchUsers(SearchUsersRequest.newBuilder()
                    .setLimit(PAGE)
                    .setCursor(cursor)
                    .build());
            for (User user : page.getResultsList()) {
                repeated += told.add(user.getUserId()) ? 0 : 1;
            }
            cursor = page.getResultsMetadata().getNextCursor();
        } while (!cursor.isEmpty());
        var seconds = (System.nanoTime() - begin) / 1e9;
        var missing = 0;
        for (var index = 0; index < before; index++) {
            missing += told.contains(population.person(index).user().value()) ? 0 : 1;
        }
        return new Outcome(told.size(), missing, repeated, created.get(), seconds);
    }
}
