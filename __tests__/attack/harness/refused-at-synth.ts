import { Container, type ContainerConfig } from '../../../constructs/cdktf/bindings';
import type { TerraformStack } from '../../../constructs/cdktf/framework';
import { DockerTemplate, TestApp } from '../../../testing';
import { TenantStack } from '../../../stacks';
import { stopped, succeeded, type Outcome } from '../outcome';

/** Declares something in a tenant's stack, and looks whether a rule, or an error by its code, stops the synth. */
export function refusedAtSynth(reason: string, declare: (stack: TenantStack) => void): Outcome {
  const app = new TestApp();
  try {
    const stack = new TenantStack(app, 'mallory', { platform: app.platform });
    declare(stack);
    DockerTemplate.of(stack);
  } catch (error) {
    if (error instanceof Error && error.message.includes(reason)) return stopped(`no synth, ${reason}`);
    throw error;
  }
  return succeeded('it synthesizes');
}

/** A raw resource, as somebody writes it who goes around this library. */
export function rawContainer(stack: TerraformStack, config: Partial<ContainerConfig>): void {
  new Container(stack, 'Raw', { name: 'raw', image: 'sha256:0000000000000000000000000000000000000000000000000000000000000000', ...config });
}
