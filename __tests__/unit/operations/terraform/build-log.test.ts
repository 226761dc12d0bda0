import fc from 'fast-check';
import { failedStep } from '../../../../operations/terraform/build-log';

/** As buildx writes it in its plain form: two steps at the same time, of which one fails. */
const LOG = `#0 building with "default" instance using docker driver

#1 [internal] load build definition from Dockerfile
#1 transferring dockerfile: 96B done
#1 DONE 0.0s

#5 [2/3] RUN npm ci
#5 0.251 npm error code E404
#5 ...

#6 [build 1/1] RUN sleep 9
#6 1.100 waiting

#5 [2/3] RUN npm ci
#5 11.30 npm error 404 Not Found
#5 120.1 
#5 ERROR: process "/bin/sh -c npm ci" did not complete successfully: exit code: 1

#6 [build 1/1] RUN sleep 9
#6 CANCELED
------
 > [2/3] RUN npm ci:
0.251 npm error code E404
11.30 npm error 404 Not Found
------
`;

test('is the step that failed, with all that it printed', () => {
  expect(failedStep(LOG)).toEqual({
    name: '[2/3] RUN npm ci',
    reason: 'process "/bin/sh -c npm ci" did not complete successfully: exit code: 1',
    output: ['npm error code E404', 'npm error 404 Not Found', ''],
  });
});

test('is of the last build in the log', () => {
  const other = LOG.replaceAll('npm ci', 'make').replaceAll('#5', '#7');
  expect(failedStep(`${LOG}${other}`)).toMatchObject({ name: '[2/3] RUN make' });
  expect(failedStep(`${LOG}#0 building with "default" instance using docker driver\n\n#1 DONE 0.0s\n`)).toBeUndefined();
});

test('of a log without a failed step there is none', () => {
  expect(failedStep('')).toBeUndefined();
});

test('output is output, even if it reads like a line of the log', () => {
  const line = fc
    .oneof(fc.string(), fc.constantFrom('#5 ERROR: x', 'ERROR: x', '#0 building with', '0.1 x', '------'))
    .filter((text) => !text.includes('\n'));
  fc.assert(
    fc.property(fc.array(line), (output) => {
      const log = ['#5 [2/2] RUN x', ...output.map((text) => `#5 0.251 ${text}`), '#5 ERROR: exit code: 1', ''].join('\n');
      expect(failedStep(log)).toEqual({ name: '[2/2] RUN x', reason: 'exit code: 1', output });
    }),
  );
});
