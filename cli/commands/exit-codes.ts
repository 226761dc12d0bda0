/** What was asked for was found, and something of it is missing, unhealthy, or about to end. */
export const EXIT_UNHEALTHY = 2;
