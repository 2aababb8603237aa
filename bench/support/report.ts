import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../../src/config/project-root.js';
import { textTable } from '../../src/cli/text-table.js';

type Values = Readonly<Record<string, number>>;

/** What one run of a bench measured, beside what it is compared with. */
export interface BenchReport {
  readonly bench: string;
  readonly figures: Values;
  /** The least the same machine needs for comparable work, measured in the same run. */
  readonly floors: Values;
  /** Limits of figures of the same name. */
  readonly targets: Values;
  readonly targetsMet: boolean;
  /** Tables that show the figures better than one long list of them. */
  readonly tables?: readonly string[];
  /** False for a quick run, whose figures are not to stand for the machine's; kept unless told. */
  readonly isKept?: boolean;
}

export function shown(value: number | undefined): string {
  return value === undefined ? '' : value.toLocaleString('en-US', { maximumSignificantDigits: 4 });
}

function listOf({ bench, figures, floors, targets }: BenchReport): string {
  const rows = [
    ...Object.keys(figures).map((name) => ({ name, figure: figures[name], target: targets[name] })),
    ...Object.keys(floors).map((name) => ({
      name: `floor: ${name}`,
      figure: floors[name],
      target: undefined,
    })),
  ];
  return textTable(
    [
      { header: bench, cell: ({ name }) => name },
      { header: 'measured', alignRight: true, cell: ({ figure }) => shown(figure) },
      { header: 'target', alignRight: true, cell: ({ target }) => shown(target) },
    ],
    rows,
  );
}

/**
 * Prints tables and, as the last line of stdout, the run as JSON, which is also kept in bench/results/<bench>.json
 * as it was measured.
 */
export function report(run: BenchReport): void {
  const { bench, figures, floors, targets, targetsMet, tables = [listOf(run)], isKept = true } = run;
  for (const table of tables) console.log(table);
  console.log(targetsMet ? 'all targets met' : 'a target was missed');
  const result = JSON.stringify({ bench, figures, floors, targets, targets_met: targetsMet });
  if (isKept) {
    const folder = join(projectRoot, 'bench', 'results');
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, `${bench}.json`), `${result}\n`);
  }
  console.log(result);
}
