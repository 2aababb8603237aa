/** Capture off, off with an interceptor that does nothing, on. */
export const variants = ['off', 'bare', 'on'] as const;

export type Variant = (typeof variants)[number];
