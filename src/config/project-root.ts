import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

function isProjectRoot(folder: string): boolean {
  const manifest = join(folder, 'package.json');
  return existsSync(manifest) && /"name":\s*"genonaut"/.test(readFileSync(manifest, 'utf8'));
}

function findProjectRoot(): string {
  for (let folder = import.meta.dirname; folder !== dirname(folder); folder = dirname(folder)) {
    if (isProjectRoot(folder)) return folder;
  }
  throw new Error(`no package.json of genonaut above ${import.meta.dirname}`);
}

/** The checkout's (or the image's) top folder, the same seen from src/ and from dist/. */
export const projectRoot = findProjectRoot();
