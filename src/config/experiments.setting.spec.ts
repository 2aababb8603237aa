import { experiments } from './experiments.setting.js';

const setting = experiments('experiments');
const arms = [
  { name: 'control', share: 1 },
  { name: 'varied', share: 0.5, diversity: 0.6, algorithm: 'content-v1' },
];

describe('experiments', () => {
  it('are read from JSON, and from the same as a text', () => {
    const list = [
      { name: 'variety', labels: ['hybrid-v1'], arms },
      { name: 'all', arms },
    ];
    expect(setting.parse(list)).toEqual(list);
    expect(setting.parse(JSON.stringify(list))).toEqual(list);
    expect(setting.parse('[]')).toEqual([]);
  });

  it.each([
    ['no list', {}],
    ['no JSON', '[{'],
    ['an experiment without a name', [{ arms }]],
    ['an experiment without arms', [{ name: 'a', arms: [] }]],
    ['two experiments of one name', [{ name: 'a', arms }, { name: 'a', arms }]], // prettier-ignore
    ['two arms of one name', [{ name: 'a', arms: [arms[0], arms[0]] }]],
    ['an arm nobody is in', [{ name: 'a', arms: [{ name: 'x', share: 0 }] }]],
    ['a diversity above 1', [{ name: 'a', arms: [{ name: 'x', share: 1, diversity: 2 }] }]],
    ['a name the database has no room for', [{ name: 'a', arms: [{ name: 'x'.repeat(51), share: 1 }] }]],
    ['an arm with a member nobody knows', [{ name: 'a', arms: [{ name: 'x', share: 1, diversty: 0.5 }] }]],
    ['a share without end', '[{"name":"a","arms":[{"name":"x","share":1e999}]}]'],
    ['labels that are no texts', [{ name: 'a', labels: [1], arms }]],
  ])('refuse %s', (_what, raw) => {
    expect(setting.parse(raw)).toBeUndefined();
  });
});
