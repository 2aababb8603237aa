/** Largest value of PostgreSQL's `integer`, the type of row ids and counts. */
export const largestInteger = 2_147_483_647;
