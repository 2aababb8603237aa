import { createHash } from 'node:crypto';
import type { Experiment, ExperimentArm } from '../../config/experiments.setting.js';

/** The arm of an experiment that a user is in. */
export interface Assignment {
  readonly experiment: string;
  readonly arm: ExperimentArm;
}

/** Evenly spread over 0 ≤ x < 1, the same for the same user and experiment in every process. */
function drawOf(userId: string, experiment: string): number {
  const digest = createHash('sha256').update(`${experiment}\n${userId}`).digest();
  return digest.readUInt32BE(0) / 2 ** 32;
}

/** The arm of the first experiment that takes the label; undefined when none does. */
export function assignArm(
  experiments: readonly Experiment[],
  userId: string,
  label: string,
): Assignment | undefined {
  const experiment = experiments.find(({ labels }) => labels === undefined || labels.includes(label));
  if (!experiment) return undefined;
  const { name, arms } = experiment;
  const total = arms.reduce((sum, { share }) => sum + share, 0);
  let left = drawOf(userId.toLowerCase(), name) * total;
  const arm = arms.find(({ share }) => (left -= share) < 0) ?? arms.at(-1);
  return arm && { experiment: name, arm };
}
