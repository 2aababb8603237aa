import { join } from 'sql-template-tag';
import type { CellCounts } from './content-counts.queries.js';
import { content, type ContentCriteria, criteriaOf } from './lists/content-criteria.js';
import {
  type CellSelection,
  countSelection,
  isEmptySelection,
  parseCells,
  parseLegacy,
  toSourceFilter,
} from './unified-selection.js';

const cells = ['user-regular', 'user-auto', 'community-regular', 'community-auto'] as const;
const me = '121e194b-4caa-4b81-ad4f-86ca3919d5b9';
const counts: CellCounts = { own: { items: 1, auto: 20 }, others: { items: 300, auto: 4000 } };
const everyone: CellCounts = { own: { items: 0, auto: 0 }, others: { items: 301, auto: 4020 } };

/** What is asked of PostgreSQL, with its values in place and the user as ME, for reading. */
function conditionsOf(bits: string, userId: string | undefined): string {
  const selection = selectionOf(bits);
  if (isEmptySelection(selection, userId)) return 'FALSE';
  const { shared, own } = criteriaOf(toSourceFilter(selection, userId)) as ContentCriteria;
  const conditions = [...shared(content), ...own];
  if (conditions.length === 0) return '';
  const { text, values } = join(conditions, ' AND ');
  return text
    .replace(/\$(\d+)/g, (_match, index: string) => String(values[Number(index) - 1]))
    .replaceAll(`${me}::uuid`, 'ME');
}

function selectionOf(bits: string): CellSelection {
  return parseCells(cells.filter((_cell, index) => bits[index] === '1'));
}

const [mine, theirs] = ['c.creator_id = ME', 'c.creator_id <> ME'];
const [items, auto] = ['c.source_type = items', 'c.source_type = auto'];

// Columns: UR UA CR CA; what is asked of PostgreSQL with a user, and without one.
const table: [bits: string, withUser: string, withoutUser: string][] = [
  ['0000', 'FALSE', 'FALSE'],
  ['1000', `${items} AND ${mine}`, 'FALSE'],
  ['0100', `${auto} AND ${mine}`, 'FALSE'],
  ['0010', `(${theirs} AND ${items})`, items],
  ['0001', `(${theirs} AND ${auto})`, auto],
  ['1100', mine, 'FALSE'],
  ['0011', theirs, ''],
  ['1010', items, items],
  ['0101', auto, auto],
  ['1111', '', ''],
  ['1001', `((${mine} AND ${items}) OR (${theirs} AND ${auto}))`, auto],
  ['0110', `((${mine} AND ${auto}) OR (${theirs} AND ${items}))`, items],
  ['1110', `(${mine} OR (${theirs} AND ${items}))`, items],
  ['1101', `(${mine} OR (${theirs} AND ${auto}))`, auto],
  ['1011', `((${mine} AND ${items}) OR ${theirs})`, ''],
  ['0111', `((${mine} AND ${auto}) OR ${theirs})`, ''],
];

describe('the sixteen selections', () => {
  it('are all there', () => {
    expect(new Set(table.map(([bits]) => bits)).size).toBe(16);
  });

  it.each(table)('%s is asked for as plainly as it can be', (bits, withUser, withoutUser) => {
    expect(conditionsOf(bits, me)).toBe(withUser);
    expect(conditionsOf(bits, undefined)).toBe(withoutUser);
  });

  it.each(table)('%s has the size of its cells together', (bits) => {
    const sizes = [1, 20, 300, 4000];
    const total = [...bits].reduce((sum, bit, index) => sum + (bit === '1' ? sizes[index]! : 0), 0);
    expect(countSelection(selectionOf(bits), counts)).toBe(total);
  });

  it.each(table)('%s is empty without a user when it names only own cells', (bits) => {
    const selection = selectionOf(bits);
    expect(isEmptySelection(selection, undefined)).toBe(bits.endsWith('00'));
    expect(isEmptySelection(selection, me)).toBe(bits === '0000');
    const withoutUser = (bits[2] === '1' ? 301 : 0) + (bits[3] === '1' ? 4020 : 0);
    expect(countSelection(selection, everyone)).toBe(withoutUser);
  });
});

describe('the legacy parameters', () => {
  it.each([
    ['regular', 'user', '1000'],
    ['auto', 'user', '0100'],
    ['regular', 'community', '0010'],
    ['auto', 'community', '0001'],
    ['regular,auto', 'user', '1100'],
    ['auto, regular', 'community', '0011'],
    ['regular', 'all', '1010'],
    ['auto', 'all', '0101'],
    [undefined, 'all', '1111'],
    ['', 'all', '0000'],
    [' , ', 'user', '0000'],
    ['items', 'all', '1010'],
  ] as [string | undefined, string, string][])('%p with %s mean %s', (contentTypes, creator, bits) => {
    expect(parseLegacy(contentTypes, creator)).toEqual(selectionOf(bits));
  });

  it.each(['video', 'Regular', 'regular;auto', 'constructor'])('refuse %s', (contentTypes) => {
    expect(() => parseLegacy(contentTypes, 'all')).toThrow(
      expect.objectContaining({
        code: 'INVALID_FILTER',
        message: `Invalid content_type: ${contentTypes}. Allowed: regular, auto`,
      }),
    );
  });
});

describe('parseCells', () => {
  it.each(['user', 'user-regular,user-auto', 'USER-AUTO', 'toString', ' '])('refuses %p', (name) => {
    expect(() => parseCells(['user-regular', name])).toThrow(
      expect.objectContaining({
        code: 'INVALID_FILTER',
        message: expect.stringContaining(`Invalid content_source_type: ${name}. `),
      }),
    );
  });

  it('takes a cell named twice for once', () => {
    expect(parseCells(['user-auto', 'user-auto'])).toEqual(selectionOf('0100'));
  });
});
