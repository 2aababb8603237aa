import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from './config/project-root.js';
import { formatOpenApiDocument, previewOpenApiDocument } from './openapi-preview.js';

writeFileSync(
  join(projectRoot, 'docs', 'openapi.json'),
  formatOpenApiDocument(await previewOpenApiDocument()),
);
