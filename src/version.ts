import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from './config/project-root.js';

const manifest = JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8')) as { version: string };

/** Version of this build, from package.json. */
export const apiVersion = manifest.version;
