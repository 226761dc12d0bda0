/** Limits of both servers, and of the client. */
export const CORES = 1;
export const MEBIBYTES = 512;
export const TENANT = 'acme';
