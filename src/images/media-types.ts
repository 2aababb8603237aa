/** The kinds of file that are kept and served, and how their names end. None of them can carry a script. */
export const fileExtensions = {
  'image/png': 'png',
  'image/jpeg': 'jpg',
  'image/webp': 'webp',
  'image/gif': 'gif',
  'video/mp4': 'mp4',
  'video/webm': 'webm',
  'audio/mpeg': 'mp3',
  'audio/wav': 'wav',
  'audio/ogg': 'ogg',
  'audio/flac': 'flac',
} as const;

export type MediaType = keyof typeof fileExtensions;

export function isMediaType(text: string): text is MediaType {
  return Object.hasOwn(fileExtensions, text);
}
