/** A file that is kept, as its row in content_files describes it. */
export interface StoredFile {
  readonly storageKey: string;
  readonly mediaType: string;
  readonly sizeBytes: number;
  /** In hexadecimal digits. */
  readonly sha256: string;
  /** In pixels; null of what is no image. */
  readonly width: number | null;
  readonly height: number | null;
}

/** One output of a generation, kept. */
export interface StoredOutput extends StoredFile {
  /** By size, such as `256x256`, the standard one first; none of what is no image. */
  readonly thumbnails: Readonly<Record<string, StoredFile>>;
}

/** What content says of its thumbnails, which are those of the first of a batch. */
export function thumbnailPaths([first]: readonly StoredOutput[]): {
  pathThumb: string | null;
  pathThumbsAltRes: Record<string, string> | null;
} {
  const paths = Object.entries(first?.thumbnails ?? {}).map(
    ([size, { storageKey }]) => [size, storageKey] as const,
  );
  const [standard] = paths;
  if (!standard) return { pathThumb: null, pathThumbsAltRes: null };
  return { pathThumb: standard[1], pathThumbsAltRes: Object.fromEntries(paths) };
}
