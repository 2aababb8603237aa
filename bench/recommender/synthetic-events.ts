import { Random } from '../../src/demo-data/random.js';
import type { Events } from '../../src/recommendations/engine/events.js';

/** Some 600 interactions are lost to the bound on what one user meets. */
export const size = { users: 6000, items: 3700, interactions: 800_700 };

const tastes = 20;
const leastActs = 20;
const msPerAct = 60_000;

/** Draws from 0 to n − 1 by Zipf's law, of exponent 1 and shifted by 20 so that the first few do not take it all. */
function zipf(n: number, random: Random): number {
  const shift = 20;
  return Math.min(n - 1, Math.floor(shift * ((n + shift) / shift) ** random.next() - shift));
}

/** How many items each user met: log-normal, as people are, and in all as many as there are to be. */
function activities(random: Random): number[] {
  const draws = Array.from({ length: size.users }, () => Math.exp(random.normal()));
  const all = draws.reduce((sum, draw) => sum + draw);
  const spare = size.interactions - leastActs * size.users;
  const most = size.items / 2;
  return draws.map((draw) => Math.min(most, leastActs + Math.round((spare * draw) / all)));
}

/** Every user meets different items: most of a taste of their own, which has a few hundred of them, and some of any. */
export function syntheticEvents(): Events {
  const random = new Random('bench', 'recommender');
  const [users, items]: [number[], number[]] = [[], []];
  activities(random).forEach((acts, user) => {
    const met = new Set<number>();
    while (met.size < acts) {
      const drawn = zipf(size.items, random);
      met.add(random.chance(0.5) ? drawn : (drawn - (drawn % tastes) + (user % tastes)) % size.items);
      if (met.size > 0.4 * size.items) met.add(random.integer(0, size.items - 1));
    }
    for (const item of met) {
      users.push(user);
      items.push(item);
    }
  });
  return {
    users: Int32Array.from(users),
    items: Int32Array.from(items),
    weights: new Float32Array(users.length).fill(1),
    times: Float64Array.from(users, (_, i) => i * msPerAct),
    userCount: size.users,
    itemCount: size.items,
  };
}
