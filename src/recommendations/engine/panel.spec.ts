import { addPanelProduct, Panel, panelWidth, type ProductTarget } from './panel.js';
import { seededRandom } from './random.js';

const size = 71; // not a multiple of any tile

function randomPanel(seed: number): Panel {
  const panel = new Panel(size);
  const random = seededRandom(seed);
  for (let i = 0; i < size * panelWidth; i++) panel.values[i] = random() - 0.5;
  return panel;
}

const [left, right] = [randomPanel(1), randomPanel(2)];

function product(row: number, column: number): number {
  let sum = 0;
  for (let k = 0; k < panelWidth; k++) {
    sum += left.values[row * panelWidth + k]! * right.values[column * panelWidth + k]!;
  }
  return sum;
}

describe('addPanelProduct', () => {
  it.each<[string, Pick<ProductTarget, 'rows' | 'columns' | 'isLower'>]>([
    ['everywhere', { rows: [0, size], columns: [0, size], isLower: false }],
    ['below the diagonal', { rows: [0, size], columns: [0, size], isLower: true }],
    ['in a corner', { rows: [3, 20], columns: [41, 70], isLower: false }],
    ['below the diagonal from some row on', { rows: [33, size], columns: [33, size], isLower: true }],
    ['nowhere', { rows: [size, size], columns: [size, size], isLower: true }],
  ])('adds %s and leaves the rest as it is', (_, { rows, columns, isLower }) => {
    const values = new Float64Array(size * size).fill(7);
    addPanelProduct({ values, size, rows, columns, isLower }, left, right, -1);
    values.forEach((value, place) => {
      const [i, j] = [Math.floor(place / size), place % size];
      const isWithin =
        i >= rows[0] && i < rows[1] && j >= columns[0] && j < columns[1] && !(isLower && j > i);
      expect(value).toBeCloseTo(isWithin ? 7 - product(i, j) : 7, 12);
    });
  });
});

describe('Panel', () => {
  it('holds some columns of a row, and zeros beside them', () => {
    const matrix = { size: 3, values: Float64Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9) };
    const panel = new Panel(3);
    panel.values.fill(NaN);
    panel.firstColumn = 1;
    panel.read(matrix, 1, 2, 3);
    expect([...panel.values.subarray(panelWidth, panelWidth + 3)]).toEqual([0, 6, 0]);
    panel.values[panel.place(1, 1)] = 50;
    panel.write(matrix, 1, 1, 3);
    expect([...matrix.values]).toEqual([1, 2, 3, 4, 50, 6, 7, 8, 9]);
  });
});
