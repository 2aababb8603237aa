import { readInput, refusal } from '../../../test/support/read-input.js';
import { EntriesField } from './entries-field.decorator.js';
import { IntField } from './fields.decorators.js';
import { IdListField } from './id-list-field.decorator.js';

class EntryDto {
  @IntField({ description: 'Size', min: 1 })
  size!: number;

  @IntField({ description: 'Weight', default: 0 })
  weight!: number;
}

class ListsDto {
  @EntriesField(EntryDto, { description: 'Entries', optional: true, minItems: 1, maxItems: 3 })
  entries?: EntryDto[];

  @IdListField({ description: 'Ids', optional: true, maxItems: 3 })
  ids?: number[];
}

const read = (input: unknown): ListsDto => readInput(ListsDto, 'body', input);

describe('a list of entries', () => {
  it('holds objects of the class, in their order, rid of unknown members', () => {
    const { entries } = read({ entries: [{ size: 2 }, { size: '1', weight: 5, other: [] }] });
    expect(entries!.every((entry) => entry instanceof EntryDto)).toBe(true);
    expect(entries!.map((entry) => ({ ...entry }))).toEqual([
      { size: 2, weight: 0 },
      { size: 1, weight: 5 },
    ]);
  });

  it('names the first entry that is wrong, and what is wrong with it', () => {
    expect(refusal(() => read({ entries: [{ size: 1 }, { size: 0 }, {}] }))).toEqual({
      code: 'VALIDATION_ERROR',
      message: 'entries[1]: size must be at least 1',
      fields: ['entries[1].size'],
    });
    expect(refusal(() => read({ entries: [{ size: 1 }, null] }))).toMatchObject({
      message: 'entries[1] must be an object',
      fields: ['entries[1]'],
    });
  });

  it.each([
    ['an object', { 0: { size: 1 } }, 'entries must be a list'],
    ['nothing', [], 'entries must have 1 to 3 entries'],
    ['too many', Array(4).fill({ size: 1 }), 'entries must have 1 to 3 entries'],
  ])('refuses %s', (_case, entries, message) => {
    expect(refusal(() => read({ entries }))).toMatchObject({ message, fields: ['entries'] });
  });
});

describe('a list of ids', () => {
  it('counts repetitions once', () => {
    expect(read({ ids: [2, '1', 2] }).ids).toEqual([2, 1]);
  });

  it.each([[5], [['x']], [['']], [[0]], [[-1]], [[1.5]], [[2 ** 53]], [[null]], [[[1]]], [{}], ['1']])(
    'refuses %j',
    (ids) => {
      expect(refusal(() => read({ ids }))).toMatchObject({ message: 'ids must be a list of ids' });
    },
  );

  it('is neither empty nor endless', () => {
    for (const ids of [[], [1, 2, 3, 3]])
      expect(refusal(() => read({ ids })).message).toBe('ids must have 1 to 3 ids');
  });
});
