import { resolve } from 'node:path';
import { projectRoot } from './project-root.js';

/** Where the embedded servers keep their data, and generated files are: `DATA_DIR`, else `.data` in the checkout. */
export function dataDirectory(): string {
  return resolve(projectRoot, process.env.DATA_DIR || '.data');
}
