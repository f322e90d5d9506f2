// Counts seconds down, by the clock: a page that slept shows the right time when it wakes.

/** Calls `tick` with the seconds left, at once and each second, the last time with 0. The result stops it. */
export function countDown(seconds, tick) {
  const end = performance.now() + seconds * 1000;
  const look = () => {
    const left = Math.max(0, Math.ceil((end - performance.now()) / 1000));
    if (left === 0) {
      clearInterval(timer);
    }
    tick(left);
  };
  const timer = setInterval(look, 1000);
  look();
  return () => clearInterval(timer);
}

/** `1:05`, `59:59` or `1:00:00`. */
export function clock(seconds) {
  const two = (number) => String(number).padStart(2, "0");
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  return h ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`;
}
