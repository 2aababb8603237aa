import { AlsModel } from './als.js';
import { EaseModel } from './ease.js';

/** A model taken apart, to be stored: what it was trained with, and its numbers. */
export interface ModelArrays {
  readonly algorithm: string;
  readonly parameters: Readonly<Record<string, number>>;
  readonly arrays: Readonly<Record<string, Float32Array>>;
}

/** The models that can be stored. */
export type StoredModel = EaseModel | AlsModel;

/** The arrays are the model's own, not copies. */
export function toArrays(model: StoredModel): ModelArrays {
  const { algorithm, itemCount } = model;
  const parameters = { itemCount, ...model.parameters };
  return model.algorithm === 'ease'
    ? { algorithm, parameters, arrays: { weights: model.weights } }
    : { algorithm, parameters, arrays: { itemFactors: model.itemFactors, itemGram: model.itemGram } };
}

/**
 * Puts a model together again, bit for bit.
 * @throws Error when the algorithm is unknown, or a parameter or an array is missing or does not fit.
 */
export function fromArrays(taken: ModelArrays): StoredModel {
  const parameter = (name: string): number => parameterOf(taken, name);
  const itemCount = parameter('itemCount');
  switch (taken.algorithm) {
    case 'ease':
      return new EaseModel(
        itemCount,
        { lambda: parameter('lambda') },
        arrayOf(taken, 'weights', itemCount * itemCount),
      );
    case 'als': {
      const [factors, alpha] = [parameter('factors'), parameter('alpha')];
      return new AlsModel(
        itemCount,
        { factors, alpha, regularization: parameter('regularization') },
        arrayOf(taken, 'itemFactors', itemCount * factors),
        arrayOf(taken, 'itemGram', factors * factors),
      );
    }
    default:
      throw new Error(`no model is called ${taken.algorithm}`);
  }
}

function parameterOf({ algorithm, parameters }: ModelArrays, name: string): number {
  const value = parameters[name];
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  throw new Error(`the ${algorithm} model lacks the parameter ${name}`);
}

function arrayOf({ algorithm, arrays }: ModelArrays, name: string, length: number): Float32Array {
  const array = arrays[name];
  if (array?.length === length) return array;
  throw new Error(`the ${algorithm} model needs ${length} ${name}, not ${array?.length ?? 0}`);
}
