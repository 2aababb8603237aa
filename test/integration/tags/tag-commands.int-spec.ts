import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { jest } from '@jest/globals';
import { CommanderError } from 'commander';
import { registerTagCommands } from '../../../src/cli/tags.commands.js';
import { tagNodes } from '../../../src/demo-data/tag-nodes.js';
import { tagIdOf } from '../../../src/tags/tag-name.js';
import { createHierarchy } from '../../support/factories/tag-hierarchy.factory.js';
import { createTestCli, type TestCli } from '../../support/test-cli.js';

/** The demo data's hierarchy, as one would write it into a file. */
const demoHierarchy = tagNodes.map(({ slug, name, parents: [parent, ...others] }) => ({
  id: slug,
  name,
  ...(others.length === 0
    ? { parent: parent?.slug ?? null }
    : { parents: [parent, ...others].map((one) => one?.slug) }),
}));
const links = tagNodes.reduce((sum, { parents }) => sum + parents.length, 0);

describe('tag commands', () => {
  let cli: TestCli;
  let folder: string;

  beforeAll(async () => {
    cli = await createTestCli(registerTagCommands);
    folder = await mkdtemp(join(tmpdir(), 'genonaut-tags-'));
  });
  beforeEach(() => cli.database.dataSource.query('DELETE FROM tags'));
  afterAll(async () => {
    await rm(folder, { recursive: true });
    await cli.close();
  });

  const file = async (content: unknown): Promise<string> => {
    const path = join(folder, 'hierarchy.json');
    await writeFile(path, typeof content === 'string' ? content : JSON.stringify(content));
    return path;
  };
  const importing = async (content: unknown, ...options: string[]): Promise<string> =>
    cli.call('tags:import', await file(content), ...options);
  const stored = (): Promise<object[]> =>
    cli.database.dataSource.query(`
      SELECT t.id, t.name, t.slug, t.tag_metadata, array_agg(p.slug ORDER BY p.slug) AS parents
      FROM tags t
      LEFT JOIN (tag_parents e JOIN tags p ON p.id = e.parent_id) ON e.tag_id = t.id
      GROUP BY t.id
      ORDER BY t.slug`);

  /** What an import says, on stderr, that fails. */
  async function refusal(content: unknown): Promise<string[]> {
    const write = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
    try {
      expect(await importing(content)).toBe('');
      expect(process.exitCode).toBe(1);
      return write.mock.calls.map(([text]) => String(text).trim()).slice(1);
    } finally {
      process.exitCode = undefined;
      write.mockRestore();
    }
  }

  it('import a hierarchy, and nothing the second time', async () => {
    const size = tagNodes.length;
    expect(await importing(demoHierarchy)).toBe(
      `${size} tags read: ${size} created, ${links} links to parents added\n`,
    );
    const first = await stored();
    expect(first).toHaveLength(size);
    expect(first).toContainEqual({
      id: tagIdOf('surfing'),
      name: 'Surfing',
      slug: 'surfing',
      tag_metadata: { slug: 'surfing' },
      parents: ['ocean', 'sports'],
    });
    expect(await importing(demoHierarchy)).toBe(`${size} tags read: 0 created, 0 links to parents added\n`);
    expect(await stored()).toEqual(first);
  });

  it('answer in JSON when asked to, with nothing else on stdout', async () => {
    const result = await importing(demoHierarchy.slice(0, 3), '--format', 'json');
    expect(JSON.parse(result)).toEqual({ tags: 3, created: 3, links: 2 });
    expect(JSON.parse(await cli.call('tags:refresh-stats', '-f', 'json'))).toEqual({ stats_refreshed: 0 });
    for (const name of ['tags:refresh-stats', 'refresh-tag-stats'])
      expect(await cli.call(name)).toBe('0 tag statistics refreshed\n');
  });

  it('export what they can import', async () => {
    await importing(demoHierarchy);
    const [before, exported] = [await stored(), await cli.call('tags:export')];
    await cli.database.dataSource.query('DELETE FROM tags');
    await importing(`\uFEFF${exported}`);
    expect(await stored()).toEqual(before);
    expect(await cli.call('tags:export')).toBe(exported);
  });

  it('leave tags that exist as they are, and hang them up', async () => {
    const { 'oil painting': tag } = await createHierarchy(cli.database.dataSource, 'oil painting > Craft');
    await importing([
      { id: 'art', name: 'Art' },
      { id: 'oil_painting', name: 'Oil Painting', parent: 'art' },
      { id: 'impasto', name: 'Impasto', parents: ['oil_painting', 'craft'] },
    ]);
    expect(await stored()).toMatchObject([
      { slug: 'art', parents: [null] },
      { slug: 'craft', parents: [null] },
      { slug: 'impasto', parents: ['craft', 'oil_painting'] },
      { slug: 'oil_painting', name: 'oil painting', id: tag!.id, parents: ['art', 'craft'] },
    ]);
  });

  it('refuse a cycle by its path, also one through links that are stored, and change nothing', async () => {
    await createHierarchy(cli.database.dataSource, 'b > c\nc > d');
    const before = await stored();
    const closing = [
      { id: 'new', name: 'New' },
      { id: 'd', name: 'd', parent: 'a' },
      { id: 'a', name: 'a', parent: 'b' },
    ];
    expect(await refusal(closing)).toEqual(["'d' would be above itself: d → a → b → c → d"]);
    expect(await stored()).toEqual(before);
  });

  it('tell all that is wrong with a file, and change nothing', async () => {
    await createHierarchy(cli.database.dataSource, 'Taken');
    const conflicting = [
      { id: 'a', name: 'A', parent: 'nowhere' },
      { id: 'other', name: 'taken' },
    ];
    expect(await refusal(conflicting)).toEqual([
      "'a' has an unknown parent, 'nowhere'",
      "'other' has the name of the tag 'taken', 'Taken'",
    ]);
    expect(await refusal([{ id: 'A b' }, 7])).toEqual([
      'tag no. 1 has an id that is no slug, such as a_b',
      'tag no. 1 needs a name',
      'tag no. 2 is not an object',
    ]);
    expect((await refusal('{'))[0]).toMatch(/^not JSON/);
    expect(await refusal('[{"id":"x","name":"\u001b[2J"}]')).toEqual([expect.stringMatching(/^not JSON/)]);
    expect(await stored()).toHaveLength(1);
  });

  it('refuse a file that is not there, or not text', async () => {
    const path = await file('');
    await writeFile(path, Buffer.from([0x5b, 0xff, 0x5d]));
    const write = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
    await cli.call('tags:import', path);
    await cli.call('tags:import', join(folder, 'nowhere.json'));
    expect(write.mock.calls.map(([text]) => String(text)).join('')).toMatch(/encoded data.*ENOENT/s);
    expect(process.exitCode).toBe(1);
    process.exitCode = undefined;
    write.mockRestore();
  });

  it.each([[['tags:import']], [['tags:import', 'a', 'b']], [['tags:refresh-stats', '-f', 'xml']]])(
    'refuse %j',
    async (args) => {
      await expect(cli.call(...args)).rejects.toThrow(CommanderError);
    },
  );
});
