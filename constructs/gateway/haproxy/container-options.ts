import type { HardenedContainerOptions, HardenedContainerProps } from '../../container/container-props';
import { HealthCheck } from '../../container/health-check';
import { Cpu, Memory, Pids } from '../../container/limits';
import { Listener } from '../../container/listener';
import { WritablePath } from '../../container/writable-path';
import { HEALTH_PORT } from '../../network/ports';
import { Duration } from '../../units/duration';
import { Size } from '../../units/size';

/** Options of every HAProxy container. @param drain how long it goes on with what has begun when it is asked to end */
export function haproxyOptions(drain: Duration): HardenedContainerOptions & Pick<HardenedContainerProps, 'listener' | 'networkSettings'> {
  return {
    listener: Listener.http(HEALTH_PORT),
    healthCheck: HealthCheck.httpOnLoopback('/'),
    memory: Memory.mebibytes(96),
    cpu: Cpu.cores(1),
    pids: Pids.atMost(64),
    writable: [WritablePath.tmpfs('/tmp', Size.mebibytes(4))],
    networkSettings: { 'net.ipv4.ip_forward': '0', 'net.ipv4.tcp_tw_reuse': '1', 'net.ipv4.ip_local_port_range': '1024 65535' },
    stopSignal: 'SIGUSR1',
    stopGrace: Duration.seconds(drain.seconds + 5),
  };
}
