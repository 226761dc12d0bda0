import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Instance } from '../../../../constructs';
import { TerraformCli } from '../../../../operations/terraform/terraform-cli';
import { sessionOf } from '../../../fixture/session';

const DIAGNOSTIC = {
  type: 'diagnostic',
  diagnostic: {
    severity: 'error',
    summary: 'Error running buildx build: failed to solve: exit code: 1',
    address: 'docker_image.ShopImage_1',
  },
};

/** Fails as Terraform does, after a build that logs. */
const TERRAFORM = `#!/bin/sh
case "$1" in
init) mkdir -p .terraform ;;
apply)
  printf '#5 [2/2] RUN x\\n#5 0.100 npm error code E404\\n#5 ERROR: exit code: 1\\n' >> shop.build.log
  printf '%s\\n' '${JSON.stringify(DIAGNOSTIC)}'
  exit 1 ;;
esac
`;

let directory: string;
let program: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'terraform-stack-'));
  program = join(directory, 'bin', 'terraform');
  mkdirSync(join(directory, 'bin'));
  writeFileSync(program, TERRAFORM, { mode: 0o755 });
  const image = { '//': { metadata: { path: 'acme/ShopImage/Resource' } }, build: { context: 'shop', build_log_file: 'shop.build.log' } };
  writeFileSync(join(directory, 'cdk.tf.json'), JSON.stringify({ resource: { docker_image: { ShopImage_1: image } } }));
});

afterEach(() => {
  rmSync(directory, { recursive: true });
});

test('an apply whose build fails shows the last words of this build, and of no earlier one', async () => {
  writeFileSync(join(directory, 'shop.build.log'), '#5 [2/2] RUN y\n#5 0.100 earlier\n#5 ERROR: exit code: 2\n');
  const session = sessionOf(new Instance({ name: 'shop', projectDirectory: directory }), {
    ...process.env,
    TERRAFORM_BINARY_NAME: program,
  });
  const { errors } = await new TerraformCli(session, directory).apply(() => undefined, { onStart: () => undefined });
  expect(errors).toEqual([
    expect.stringMatching(/^BuildFailed: acme\/ShopImage: step \[2\/2\] RUN x of .*:\n {4}npm error code E404\nexit code: 1\n/),
  ]);
});
