import type { DockerHost } from '../host/docker-host';
import { DockerProvider } from './bindings';
import type { TerraformStack } from './framework';

/** 4.1 is the first with safe stop semantics and quiet log options; the bindings still say `~> 3.0`. */
const PROVIDER_VERSION = '>= 4.1.0, < 5.0.0';

/** Points every Docker resource of a stack to one engine. */
export function useDockerHost(stack: TerraformStack, host: DockerHost): void {
  // An empty context keeps DOCKER_CONTEXT of the caller's shell from redirecting the stack to another engine.
  new DockerProvider(stack, 'Docker', {
    host: host.url,
    context: '',
    ...(host.certificates === undefined ? {} : { certPath: host.certificates }),
  });
  stack.addOverride('terraform.required_providers.docker.version', PROVIDER_VERSION);
}
