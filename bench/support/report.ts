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
}

function shown(value: number | undefined): string {
  return value === undefined ? '' : value.toLocaleString('en-US', { maximumSignificantDigits: 4 });
}

/**
 * Prints a table and, as the last line of stdout, the run as JSON, which is also kept in bench/results/<bench>.json
 * as it was measured.
 */
export function report({ bench, figures, floors, targets, targetsMet }: BenchReport): void {
  const rows = [
    ...Object.keys(figures).map((name) => ({ name, figure: figures[name], target: targets[name] })),
    ...Object.keys(floors).map((name) => ({
      name: `floor: ${name}`,
      figure: floors[name],
      target: undefined,
    })),
  ];
  console.log(
    textTable(
      [
        { header: bench, cell: ({ name }) => name },
        { header: 'measured', alignRight: true, cell: ({ figure }) => shown(figure) },
        { header: 'target', alignRight: true, cell: ({ target }) => shown(target) },
      ],
      rows,
    ),
  );
  console.log(targetsMet ? 'all targets met' : 'a target was missed');
  const result = JSON.stringify({ bench, figures, floors, targets, targets_met: targetsMet });
  const folder = join(projectRoot, 'bench', 'results');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `${bench}.json`), `${result}\n`);
  console.log(result);
}
