// An emulated processor on a busy machine takes as long as it takes: this bound is for a hanging one.
jest.setTimeout(30 * 60_000);
