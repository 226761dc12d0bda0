/** Types are checked by tsc; here they are only taken out. */
const TYPESCRIPT = [
  'babel-jest',
  { configFile: false, presets: [['@babel/preset-env', { targets: { node: 'current' } }], '@babel/preset-typescript'] },
];

/** Tests of one kind, below the folder of the same name. */
function project(name, options = {}) {
  return {
    displayName: name,
    testMatch: [`<rootDir>/__tests__/${name}/**/*.test.ts`],
    testEnvironment: 'node',
    transform: { '\\.ts$': TYPESCRIPT },
    modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/cdktf.out/', '<rootDir>/.appengine/', '<rootDir>/apps/'],
    ...options,
  };
}

/** @type {import('jest').Config} */
export default {
  // Some unit tests run real programs, on machines that are busy with the other ones: a test that hangs still ends.
  testTimeout: 60_000,
  // `live` starts real containers: its tests share one engine and wait for it.
  projects: [
    project('unit'),
    project('snapshot'),
    project('contract'),
    project('live', { setupFilesAfterEnv: ['<rootDir>/__tests__/live/setup.ts'] }),
    project('attack', { setupFilesAfterEnv: ['<rootDir>/__tests__/live/setup.ts'] }),
    project('browser', { setupFilesAfterEnv: ['<rootDir>/__tests__/live/setup.ts'] }),
    project('vm', { setupFilesAfterEnv: ['<rootDir>/__tests__/vm/setup.ts'] }),
  ],
};
