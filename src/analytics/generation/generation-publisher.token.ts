/** Injection token of the publisher of generation events; absent when `generation-analytics.enabled` is off. */
export const GENERATION_PUBLISHER = Symbol('GENERATION_PUBLISHER');
