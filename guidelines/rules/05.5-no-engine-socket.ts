import { isWithin } from '../normalise/host-path';
import { expectNone } from '../outcome';
import { defineRule } from '../rule';

const SOCKETS = [
  '/run/docker.sock',
  '/run/containerd/containerd.sock',
  '/run/docker/containerd/containerd.sock',
  '/run/crio/crio.sock',
  '/run/podman/podman.sock',
  '/run/cri-dockerd.sock',
  '/run/buildkit/buildkitd.sock',
  '/run/user/1000/docker.sock',
];

/** A socket, a directory that holds one, or a file of such a name anywhere. */
function leadsToSocket(path: string): boolean {
  return (
    SOCKETS.some((socket) => isWithin(socket, path)) ||
    /\/(docker|containerd|crio|podman|cri-dockerd|buildkitd)\.sock$|^\/run\/user\/\d+$/.test(path)
  );
}

export const noEngineSocket = defineRule({
  id: 'SDG-05.5',
  severity: 'critical',
  references: { cis: ['5.32'], owasp: [1], nist: ['4.5.5'], pss: 'baseline' },
  title: 'the socket of a container engine can be reached',
  impact: 'a client of the engine starts a privileged container and is root on the host',
  remediation: 'drop the mount; ask the engine from outside of containers',
  exception: 'a proxy that lets only reading requests through: run it on the host, as no container',
  unwaivable: true,
  appliesTo: ['container', 'volume'],
  check: ({ hostPaths }) =>
    expectNone(
      'mounts',
      hostPaths,
      ({ path }) => leadsToSocket(path),
      ({ path }) => path,
    ),
});
