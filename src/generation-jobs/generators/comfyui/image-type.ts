const signatures: readonly (readonly [mediaType: string, offset: number, bytes: Buffer])[] = [
  ['image/png', 0, Buffer.from('89504e470d0a1a0a', 'hex')],
  ['image/jpeg', 0, Buffer.from('ffd8ff', 'hex')],
  ['image/webp', 8, Buffer.from('WEBP')],
];

/** The type of an image by its first bytes, whatever its name or header say; undefined when it is none we keep. */
export function imageTypeOf(data: Buffer): string | undefined {
  return signatures.find(([, offset, bytes]) =>
    data.subarray(offset, offset + bytes.length).equals(bytes),
  )?.[0];
}
