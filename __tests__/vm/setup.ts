// The same as for the preparation, for one test.
jest.setTimeout(10 * 60_000);
