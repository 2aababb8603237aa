import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../../src/config/project-root.js';
import { statesTable } from '../../src/generation-jobs/lifecycle/job-states.js';

/** Without what a formatter does to tables. */
function bare(markdown: string): string {
  return markdown.replace(/ +/g, ' ').replace(/-{3,}/g, '---');
}

describe('docs/generation-jobs.md', () => {
  it('shows the states as the code declares them', () => {
    const document = readFileSync(join(projectRoot, 'docs', 'generation-jobs.md'), 'utf8');
    expect(bare(document)).toContain(bare(statesTable()));
  });
});
