/** Exit code where something that was looked at is missing, unhealthy, or about to end. */
export const EXIT_UNHEALTHY = 2;

/** Exit code of a release that was tried and taken back. */
export const EXIT_TAKEN_BACK = 3;
