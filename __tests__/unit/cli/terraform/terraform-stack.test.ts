import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TerraformStack } from '../../../../cli/terraform/terraform-stack';

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

const before = process.env.TERRAFORM_BINARY_NAME;
let directory: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'terraform-stack-'));
  process.env.TERRAFORM_BINARY_NAME = join(directory, 'bin', 'terraform');
  mkdirSync(join(directory, 'bin'));
  writeFileSync(process.env.TERRAFORM_BINARY_NAME, TERRAFORM, { mode: 0o755 });
  const image = { '//': { metadata: { path: 'acme/ShopImage/Resource' } }, build: { context: 'shop', build_log_file: 'shop.build.log' } };
  writeFileSync(join(directory, 'cdk.tf.json'), JSON.stringify({ resource: { docker_image: { ShopImage_1: image } } }));
});

afterEach(() => {
  if (before === undefined) delete process.env.TERRAFORM_BINARY_NAME;
  else process.env.TERRAFORM_BINARY_NAME = before;
  rmSync(directory, { recursive: true });
});

test('an apply whose build fails shows the last words of this build, and of no earlier one', async () => {
  writeFileSync(join(directory, 'shop.build.log'), '#5 [2/2] RUN y\n#5 0.100 earlier\n#5 ERROR: exit code: 2\n');
  const { errors } = await new TerraformStack(directory).apply(() => undefined, { onStart: () => undefined });
  expect(errors).toEqual([
    expect.stringMatching(/^BuildFailed: acme\/ShopImage: step \[2\/2\] RUN x of .*:\n {4}npm error code E404\nexit code: 1\n/),
  ]);
});
