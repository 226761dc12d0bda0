/** Exit code where something that was looked at is missing, unhealthy, or about to end. */
export const EXIT_UNHEALTHY = 2;
