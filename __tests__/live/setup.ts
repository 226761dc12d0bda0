// Deploys take as long as they take: this bound is for a hanging one.
jest.setTimeout(15 * 60_000);
