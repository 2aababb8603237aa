/**
 * What is tried of each parameter when a model is chosen: all of it is declared here. The search begins with `first` and
 * goes on from there only while the validation slice at hand says that it gets better.
 */
import type { Ladder } from './climb.js';

/** Times the mean of the squared weights of the events. */
export const easeLambda: Ladder = {
  values: [1, 3, 10, 30, 100, 200, 300, 500, 800, 1300, 2000],
  first: 300,
};

/** 0 for no sessions. Shorter ones multiply the rows, and with them the time of a training by users. */
export const easeSessionLength: Ladder = { values: [30, 60, 120, 0], first: 60 };

export const alsRegularization: Ladder = { values: [1, 3, 10, 30, 100, 300], first: 30 };
export const alsAlpha: Ladder = { values: [0.5, 1, 2, 5, 10, 20], first: 2 };
export const alsFactors: Ladder = { values: [32, 64, 128], first: 64 };

export const halfLifeItems: Ladder = { values: [2, 3, 5, 8, 12, 18, 30, 50, 100, Infinity], first: 18 };

export const knnNeighbours: Ladder = { values: [20, 50, 100, 200, 400], first: 100 };
