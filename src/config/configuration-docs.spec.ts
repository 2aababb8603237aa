import { settings } from './config.schema.js';
import { renderConfigurationDocs } from './configuration-docs.js';

describe('renderConfigurationDocs', () => {
  it('gives each setting a row of its own, with a cell for every column', () => {
    const lines = renderConfigurationDocs().split('\n');
    for (const key of Object.keys(settings)) {
      const rows = lines.filter((line) => line.startsWith(`| \`${key}\` |`));
      expect(rows).toHaveLength(1);
      expect(rows[0]!.split(' |')).toHaveLength(7);
    }
  });
});
