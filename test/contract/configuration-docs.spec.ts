import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { environmentVariable, type SettingKey, settings } from '../../src/config/config.schema.js';
import { renderConfigurationDocs } from '../../src/config/configuration-docs.js';
import { projectRoot } from '../../src/config/project-root.js';

describe('docs/configuration.md', () => {
  it('is what the schema says; `npm run docs:write` brings it up to date', () => {
    expect(readFileSync(join(projectRoot, 'docs', 'configuration.md'), 'utf8')).toBe(
      renderConfigurationDocs(),
    );
  });

  it('finds every variable of .env.example in the schema or among the stores', () => {
    const text = readFileSync(join(projectRoot, '.env.example'), 'utf8');
    const named = [...text.matchAll(/^#?\s?([A-Z][A-Z0-9_]+)=/gm)].map(([, name]) => name);
    const known = new Set((Object.keys(settings) as SettingKey[]).map(environmentVariable));
    const document = renderConfigurationDocs();
    expect(named.length).toBeGreaterThan(0);
    expect(
      named.filter((name) => !known.has(name!) && !document.includes(`\`${name}\``) && name !== 'APP_ENV'),
    ).toEqual([]);
  });
});
