/**
 * Lower case only, because some file systems do not tell the cases apart; every segment begins and ends with a letter
 * or digit, so none is empty, hidden, `.` or `..`.
 */
const keyPattern = /^[a-z0-9]+(?:[._-][a-z0-9]+)*(?:\/[a-z0-9]+(?:[._-][a-z0-9]+)*)*$/;

/** What the columns hold that name files. */
const longestKey = 512;

/** Longest name of one file or folder most file systems take. */
const longestSegment = 200;

export function isStorageKey(key: string): boolean {
  return (
    key.length <= longestKey &&
    keyPattern.test(key) &&
    key.split('/').every((segment) => segment.length <= longestSegment)
  );
}

/**
 * Lets through what may name a file, and nothing that could lead out of the storage.
 * @throws TypeError
 */
export function checkStorageKey(key: string): string {
  if (isStorageKey(key)) return key;
  throw new TypeError(`not a storage key: ${JSON.stringify(key.slice(0, longestKey))}`);
}
