import type { Setting } from './setting.js';

/** One way of treating the users of an experiment; what it leaves out is as for everybody. */
export interface ExperimentArm {
  readonly name: string;
  /** Share of the users, relative to those of the other arms. */
  readonly share: number;
  /** Algorithm label that decides the sources and weights. */
  readonly algorithm?: string;
  /** As `recommender.diversity`. */
  readonly diversity?: number;
}

/** A comparison of arms among the users whose label it takes. */
export interface Experiment {
  readonly name: string;
  /** Labels that take part; all of them when absent. */
  readonly labels?: readonly string[];
  readonly arms: readonly ExperimentArm[];
}

const most = { name: 100, arm: 50, label: 50 };

function isText(value: unknown, longest: number): value is string {
  return typeof value === 'string' && value.trim() !== '' && value.length <= longest;
}

/** True of an object with no members but these: a misspelt one would be left out in silence. */
function hasOnly(raw: unknown, members: readonly string[]): raw is Record<string, unknown> {
  return typeof raw === 'object' && raw !== null && Object.keys(raw).every((key) => members.includes(key));
}

function isArm(raw: unknown): boolean {
  if (!hasOnly(raw, ['name', 'share', 'algorithm', 'diversity'])) return false;
  const { name, share, algorithm, diversity } = raw;
  return (
    isText(name, most.arm) &&
    Number.isFinite(share) &&
    (share as number) > 0 &&
    (algorithm === undefined || isText(algorithm, most.label)) &&
    (diversity === undefined || (typeof diversity === 'number' && diversity >= 0 && diversity <= 1))
  );
}

function areDistinct(names: readonly string[]): boolean {
  return new Set(names).size === names.length;
}

function isExperiment(raw: unknown): raw is Experiment {
  if (!hasOnly(raw, ['name', 'labels', 'arms'])) return false;
  const { name, labels, arms } = raw;
  return (
    isText(name, most.name) &&
    (labels === undefined || (Array.isArray(labels) && labels.every((label) => isText(label, most.label)))) &&
    Array.isArray(arms) &&
    arms.length > 0 &&
    arms.every(isArm) &&
    areDistinct((arms as ExperimentArm[]).map((arm) => arm.name))
  );
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Experiments with their arms: an array in JSON, the same as a text in the environment. */
export function experiments(about: string): Setting<readonly Experiment[]> {
  return {
    about,
    accepts: 'a JSON list of {name, labels?, arms: [{name, share, algorithm?, diversity?}]}',
    parse(raw) {
      const value = typeof raw === 'string' ? parseJson(raw) : raw;
      if (!Array.isArray(value) || !value.every(isExperiment)) return undefined;
      return areDistinct(value.map(({ name }) => name)) ? value : undefined;
    },
  };
}
