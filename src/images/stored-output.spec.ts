import { type StoredOutput, thumbnailPaths } from './stored-output.js';

function output(name: string, sizes: readonly string[]): StoredOutput {
  const file = { mediaType: 'image/png', sizeBytes: 1, sha256: '', width: 1, height: 1 };
  const thumbnails = sizes.map((size) => [size, { ...file, storageKey: `${name}-${size}.webp` }]);
  return { ...file, storageKey: `${name}.png`, thumbnails: Object.fromEntries(thumbnails) };
}

describe('thumbnailPaths', () => {
  it('shows the first picture of a batch, in the standard size and in all', () => {
    expect(thumbnailPaths([output('a', ['256x256', '512x768']), output('b', ['256x256'])])).toEqual({
      pathThumb: 'a-256x256.webp',
      pathThumbsAltRes: { '256x256': 'a-256x256.webp', '512x768': 'a-512x768.webp' },
    });
  });

  it('shows nothing of what has no picture', () => {
    const none = { pathThumb: null, pathThumbsAltRes: null };
    expect([thumbnailPaths([]), thumbnailPaths([output('a', [])])]).toEqual([none, none]);
  });
});
