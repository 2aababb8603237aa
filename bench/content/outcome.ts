import { type TextColumn, textTable } from '../../src/cli/text-table.js';
import { shown } from '../support/report.js';
import type { HardFigures } from './measure/hard-cases.js';
import type { CaseFigures } from './measure/read-cases.js';
import type { LoadFigures } from '../support/turns.js';
import type { BesideFigures } from './measure/writers.js';

type Values = Readonly<Record<string, number>>;

/** What one part of the bench found, with names of its own for the report. */
export interface Part {
  readonly figures: Values;
  readonly floors?: Values;
  /** Limits the figures of the same name stay below. */
  readonly atMost?: Values;
  /** Limits the figures of the same name reach. */
  readonly atLeast?: Values;
  readonly table: string;
}

const caseTargets = { p50_ms: 5, p99_ms: 20 };
const hardTargets = { cold_p99_ms: 200, warm_p99_ms: 20 };
const besideTarget = 2;
const floorTarget = 0.5;
const creationTarget = 1000;
const depthTarget = 1.2;

const mostFailuresShown = 20;

/** The case whose floor has a target: the page of ten items. */
const floorCase = 'newest';

/** Prefixes the names of a row's values with the row's. */
function flatten(rows: ReadonlyMap<string, Values>): Values {
  const named = [...rows].flatMap(([row, values]) =>
    Object.entries(values).map(([name, value]) => [`${row}_${name}`, value] as const),
  );
  return Object.fromEntries(named);
}

/** The same values for each of the rows. */
function forEach(rows: ReadonlyMap<string, unknown>, values: Values): Values {
  return flatten(new Map([...rows.keys()].map((row) => [row, values])));
}

function mapValues<From, To>(map: ReadonlyMap<string, From>, change: (value: From) => To): Map<string, To> {
  return new Map([...map].map(([name, value]) => [name, change(value)]));
}

/** One line a row, one column a value. */
function tableOf(title: string, rows: ReadonlyMap<string, Values>): string {
  const columns = Object.keys([...rows.values()][0] ?? {});
  const header: TextColumn<[string, Values]> = { header: title, cell: ([name]) => name };
  const others = columns.map((name): TextColumn<[string, Values]> => ({
    header: name.replaceAll('_', ' '),
    alignRight: true,
    cell: ([, values]) => shown(values[name]),
  }));
  return textTable([header, ...others], [...rows]);
}

export function casesPart(cases: ReadonlyMap<string, CaseFigures>): Part {
  const rows = mapValues(cases, (one) => ({
    p50_ms: one.p50Ms,
    p99_ms: one.p99Ms,
    per_second: one.perSecond,
    cpu_us: one.cpuUs,
    alone_p50_ms: one.aloneP50Ms,
    alone_p99_ms: one.aloneP99Ms,
    database_share: one.databaseShare,
    to_floor: one.perSecond / one.floorPerSecond,
  }));
  const floors = mapValues(cases, (one) => ({
    p50_ms: one.floorP50Ms,
    p99_ms: one.floorP99Ms,
    per_second: one.floorPerSecond,
    statements: one.statements,
  }));
  return {
    figures: flatten(rows),
    floors: flatten(floors),
    atMost: forEach(cases, caseTargets),
    atLeast: cases.has(floorCase) ? { [`${floorCase}_to_floor`]: floorTarget } : {},
    table: `${tableOf('read', rows)}\n${tableOf('floor', floors)}`,
  };
}

export function hardPart(cases: ReadonlyMap<string, HardFigures>): Part {
  const rows = mapValues(cases, (one) => ({
    cold_p50_ms: one.coldP50,
    cold_p99_ms: one.coldP99,
    warm_p50_ms: one.warmP50,
    warm_p99_ms: one.warmP99,
  }));
  return { figures: flatten(rows), atMost: forEach(cases, hardTargets), table: tableOf('hard', rows) };
}

export function depthPart(figures: Values): Part {
  const names = Object.keys(figures);
  return {
    figures,
    atMost: Object.fromEntries(names.map((name) => [name, depthTarget])),
    table: tableOf('depth', new Map([['ratio', figures]])),
  };
}

export function creationPart(creations: ReadonlyMap<string, LoadFigures>, targeted: string): Part {
  const rows = mapValues(creations, (one) => ({
    p50_ms: one.p50Ms,
    p99_ms: one.p99Ms,
    per_second: one.perSecond,
  }));
  const atLeast = { [`${targeted}_per_second`]: creationTarget };
  return { figures: flatten(rows), atLeast, table: tableOf('create', rows) };
}

export function besidePart(cases: ReadonlyMap<string, BesideFigures>): Part {
  const rows = mapValues(cases, (one) => ({
    quiet_p99_ms: one.quietP99Ms,
    held_writers_per_second: one.heldPerSecond,
    p99_beside_held: one.heldP99Ms / one.quietP99Ms,
    writers_per_second: one.flatOutPerSecond,
    p99_beside_writers: one.flatOutP99Ms / one.quietP99Ms,
  }));
  const atMost = forEach(cases, { p99_beside_writers: besideTarget });
  return { figures: flatten(rows), atMost, table: tableOf('beside writers', rows) };
}

/** None is expected; those there were count in the figures of their case by the time they took. */
export function failuresPart(failures: ReadonlyMap<string, number>): Part {
  const failed_requests = [...failures.values()].reduce((sum, count) => sum + count, 0);
  const rows = new Map(
    [...failures].slice(0, mostFailuresShown).map(([answer, count]) => [answer, { count }]),
  );
  return {
    figures: { failed_requests },
    atMost: { failed_requests: 0 },
    table: rows.size > 0 ? tableOf('failed requests', rows) : '',
  };
}

/** Digits beyond the fourth are noise. */
function merge(parts: readonly Part[], name: 'figures' | 'floors' | 'atMost' | 'atLeast'): Values {
  const entries = parts.flatMap((part) => Object.entries(part[name] ?? {}));
  return Object.fromEntries(entries.map(([key, value]) => [key, Number(value.toPrecision(4))]));
}

/** What all parts found, and which of the targets were missed. */
export function combine(parts: readonly Part[]): {
  figures: Values;
  floors: Values;
  targets: Values;
  missed: readonly string[];
  tables: readonly string[];
} {
  const [figures, atMost, atLeast] = [
    merge(parts, 'figures'),
    merge(parts, 'atMost'),
    merge(parts, 'atLeast'),
  ];
  const value = (name: string): number => figures[name] ?? NaN;
  return {
    figures,
    floors: merge(parts, 'floors'),
    targets: { ...atMost, ...atLeast },
    missed: [
      ...Object.keys(atMost).filter((name) => !(value(name) <= atMost[name]!)),
      ...Object.keys(atLeast).filter((name) => !(value(name) >= atLeast[name]!)),
    ],
    tables: parts.map(({ table }) => table).filter((table) => table !== ''),
  };
}
