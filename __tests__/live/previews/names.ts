/** Below the project of the test. */
export const SEED_FILE = 'seeds/orders.sql';
export const TOKEN_FILE = 'token';
/** Branch whose preview has the last backup. */
export const BACKED_UP = 'pr-1';
