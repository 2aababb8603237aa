import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, relative, sep } from 'node:path';
import { projectRoot } from '../../src/config/project-root.js';

const src = join(projectRoot, 'src');

const features = new Set([
  'api-keys',
  'users',
  'content',
  'tags',
  'interactions',
  'recommendations',
  'images',
  'generation-jobs',
  'analytics',
  'system',
]);

/** Where plumbing meets features on purpose: they compose whole processes. */
const compositionRoots = new Set(['', 'cli', 'demo-data', 'embedded']);

/** The words of a feature, which rest on nothing and which anybody may use. */
const vocabulary = /\/(content-kind|tag-name)\.js$/;

/** What a feature lets others import: its service, its module, what they show, and fragments of its own SQL. */
const publicRoles = /\.(service|module|dto|queries|entity)\.js$/;

/** The one list of every entity, for the connections of all processes. */
const entityList = join('database', 'entities.ts');

interface Import {
  from: string;
  to: string;
}

function sourceFiles(): string[] {
  return readdirSync(src, { recursive: true, encoding: 'utf8' }).filter(
    (path) => path.endsWith('.ts') && !path.endsWith('.spec.ts'),
  );
}

function importsOf(path: string): Import[] {
  const text = readFileSync(join(src, path), 'utf8');
  return [...text.matchAll(/from '(\.[^']+)'/g)].map(([, target]) => ({
    from: path,
    to: relative(src, normalize(join(src, dirname(path), target!))),
  }));
}

function folderOf(path: string): string {
  return path.includes(sep) ? path.split(sep)[0]! : '';
}

/** Entities mirror foreign keys, which may well point both ways between two features. */
function isEntity(path: string): boolean {
  return /\.entity\.[jt]s$/.test(path);
}

describe('the boundaries between folders', () => {
  const imports = sourceFiles()
    .filter((path) => path !== entityList)
    .flatMap(importsOf);
  const show = (found: Import[]): string[] => found.map(({ from, to }) => `${from} → ${to}`);

  it('plumbing imports no feature', () => {
    const wrong = imports.filter(({ from, to }) => {
      const folder = folderOf(from);
      return !features.has(folder) && !compositionRoots.has(folder) && features.has(folderOf(to));
    });
    expect(show(wrong)).toEqual([]);
  });

  it('a feature imports of another only what that one shows', () => {
    const wrong = imports.filter(({ from, to }) => {
      const [a, b] = [folderOf(from), folderOf(to)];
      return features.has(a) && features.has(b) && a !== b && !publicRoles.test(to) && !vocabulary.test(to);
    });
    expect(show(wrong)).toEqual([]);
  });

  it('the words of a feature rest on no other feature', () => {
    const wrong = imports.filter(({ from, to }) => {
      const isWord = vocabulary.test(`/${from.replace(/\.ts$/, '.js')}`);
      return isWord && features.has(folderOf(to)) && folderOf(to) !== folderOf(from);
    });
    expect(show(wrong)).toEqual([]);
  });

  it('features do not import each other in a circle', () => {
    const edges = new Map([...features].map((name) => [name, new Set<string>()]));
    for (const { from, to } of imports) {
      const [a, b] = [folderOf(from), folderOf(to)];
      const isEdge = a !== b && features.has(a) && features.has(b) && !vocabulary.test(to);
      if (isEdge && !isEntity(from) && !isEntity(to)) edges.get(a)!.add(b);
    }
    const reaches = (start: string, goal: string, seen = new Set<string>()): boolean =>
      [...edges.get(start)!].some((next) => {
        if (next === goal) return true;
        if (seen.has(next)) return false;
        return reaches(next, goal, seen.add(next));
      });
    expect([...features].filter((name) => reaches(name, name))).toEqual([]);
  });

  it('controllers reach no repository and no database', () => {
    const wrong = imports.filter(
      ({ from, to }) =>
        from.endsWith('.controller.ts') && /\.(repository|entity|queries)\.js$|^database\//.test(to),
    );
    expect(show(wrong)).toEqual([]);
  });

  it('only src/config reads the environment of the process', () => {
    const wrong = sourceFiles().filter(
      (path) => folderOf(path) !== 'config' && readFileSync(join(src, path), 'utf8').includes('process.env'),
    );
    expect(wrong).toEqual([]);
  });
});
