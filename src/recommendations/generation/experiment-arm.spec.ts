import { randomUUID } from 'node:crypto';
import type { Experiment } from '../../config/experiments.setting.js';
import { assignArm } from './experiment-arm.js';

const experiment: Experiment = {
  name: 'variety',
  labels: ['hybrid-v1'],
  arms: [
    { name: 'control', share: 3 },
    { name: 'varied', share: 1, diversity: 0.6 },
  ],
};
const user = '121e194b-4caa-4b81-ad4f-86ca3919d5b9';

describe('assignArm', () => {
  it('gives a user the same arm at all times, however the id is written', () => {
    const arm = assignArm([experiment], user, 'hybrid-v1');
    expect(arm).toEqual(assignArm([experiment], user.toUpperCase(), 'hybrid-v1'));
    expect(arm?.experiment).toBe('variety');
  });

  it('spreads the users over the arms by their shares', () => {
    const arms = Array.from(
      { length: 4000 },
      () => assignArm([experiment], randomUUID(), 'hybrid-v1')?.arm.name,
    );
    const varied = arms.filter((name) => name === 'varied').length;
    expect(Math.abs(varied - 1000)).toBeLessThan(200); // more than seven standard deviations
  });

  it('divides users anew for another experiment', () => {
    const other = { ...experiment, name: 'other' };
    const differs = Array.from({ length: 200 }, () => randomUUID()).some(
      (id) =>
        assignArm([experiment], id, 'hybrid-v1')?.arm.name !== assignArm([other], id, 'hybrid-v1')?.arm.name,
    );
    expect(differs).toBe(true);
  });

  it('leaves other labels alone, and takes every label when none is named', () => {
    expect(assignArm([experiment], user, 'content-v1')).toBeUndefined();
    expect(assignArm([{ name: 'all', arms: experiment.arms }], user, 'content-v1')?.experiment).toBe('all');
    expect(assignArm([], user, 'hybrid-v1')).toBeUndefined();
  });
});
