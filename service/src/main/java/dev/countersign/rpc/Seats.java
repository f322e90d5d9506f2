package dev.countersign.rpc;

import dev.countersign.project.ProjectId;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// Places for those who watch. One project gets at most a quarter of them, but one at least, so that it cannot
/// keep all others out.
public final class Seats {

    private static final int SHARES = 4;

    private final int most;
    private final int mostOfOne;
    private final Semaphore free;
    private final ConcurrentHashMap<ProjectId, Integer> taken = new ConcurrentHashMap<>();

    public Seats(int most) {
        this.most = most;
        this.mostOfOne = Math.max(1, most / SHARES);
        this.free = new Semaphore(most);
    }

    /// False if there is none left, or none for this project. Whoever has taken one gives it back.
    public boolean take(ProjectId project) {
        if (!free.tryAcquire()) {
            return false;
        }
        if (taken.merge(project, 1, Integer::sum) > mostOfOne) {
            giveBack(project);
            return false;
        }
        return true;
    }

    public void giveBack(ProjectId project) {
        taken.computeIfPresent(project, (key, seats) -> seats == 1 ? null : seats - 1);
        free.release();
    }

    public int taken() {
        return most - free.availablePermits();
    }

    /// Returns once nobody sits any more, or the time is up.
    public void awaitEmpty(Duration limit) throws InterruptedException {
        if (free.tryAcquire(most, limit.toMillis(), TimeUnit.MILLISECONDS)) {
            free.release(most);
        }
    }
}
