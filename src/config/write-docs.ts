import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { renderConfigurationDocs } from './configuration-docs.js';
import { projectRoot } from './project-root.js';

writeFileSync(join(projectRoot, 'docs', 'configuration.md'), renderConfigurationDocs());
