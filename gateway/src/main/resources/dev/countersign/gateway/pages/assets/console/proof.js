// Proves an entry right here: the hash of its bytes, with those beside its way up, has to be the root of the checkpoint
// (RFC 9162, section 2.1.3.2). The signature of the checkpoint is for those who keep the key elsewhere.

const bytesOf = (base64) => Uint8Array.from(atob(base64), (one) => one.charCodeAt(0));
const textOf = (bytes) => btoa(String.fromCharCode(...bytes));

async function hash(...parts) {
  const all = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return new Uint8Array(await crypto.subtle.digest("SHA-256", all));
}

/** The lines of a checkpoint: C2SP tlog-checkpoint. */
export function checkpointOf(note) {
  const [origin, size, root] = note.split("\n");
  return { origin, size: BigInt(size), root };
}

/** Whether an entry with these bytes is in the tree; undefined where a browser cannot hash. */
export async function isIncluded(leaf, entry, path, checkpoint) {
  if (!globalThis.crypto?.subtle) {
    return undefined;
  }
  let [fn, sn] = [BigInt(entry), checkpoint.size - 1n];
  let root = await hash(Uint8Array.of(0), new TextEncoder().encode(leaf));
  for (const step of path.map(bytesOf)) {
    if (sn === 0n) {
      return false;
    }
    if ((fn & 1n) === 1n || fn === sn) {
      root = await hash(Uint8Array.of(1), step, root);
      while ((fn & 1n) === 0n && fn !== 0n) {
        [fn, sn] = [fn >> 1n, sn >> 1n];
      }
    } else {
      root = await hash(Uint8Array.of(1), root, step);
    }
    [fn, sn] = [fn >> 1n, sn >> 1n];
  }
  return sn === 0n && textOf(root) === checkpoint.root;
}
