/**
 * A stream entry id (`<ms>-<seq>`) packed into a bigint, so that the unique key of a raw table stays small:
 * 41 bits of milliseconds since 2020, 18 bits of sequence, 4 bits of shard. Good until September 2089.
 */
const epochMs = 1_577_836_800_000; // 2020-01-01T00:00:00Z
const sequenceBits = 18;
const shardBits = 4;
const maxElapsedMs = 2 ** 41 - 1;
const maxSequence = 2 ** sequenceBits - 1;

/** Shards that can be told apart in a packed id. */
export const maxShards = 2 ** shardBits;

/** The packed id as decimal text (it exceeds a JavaScript number), or undefined when the id does not fit. */
export function packStreamId(entryId: string, shard: number): string | undefined {
  const dash = entryId.indexOf('-');
  const elapsedMs = Number(entryId.slice(0, dash)) - epochMs;
  const sequence = Number(entryId.slice(dash + 1));
  const fits = elapsedMs >= 0 && elapsedMs <= maxElapsedMs && sequence >= 0 && sequence <= maxSequence;
  if (!fits) return undefined;
  const low = sequence * maxShards + shard;
  return ((BigInt(elapsedMs) << BigInt(sequenceBits + shardBits)) | BigInt(low)).toString();
}
