/** Condition on one argument of a call, in the engine's format. */
export interface Condition {
  /** Which argument, from 0. */
  readonly index: number;
  readonly op: 'SCMP_CMP_EQ' | 'SCMP_CMP_MASKED_EQ';
  /** The value, or the mask. */
  readonly value: number;
  /** Value under the mask. */
  readonly valueTwo?: number;
}

/** Flags of `clone` that make a namespace: without them it makes processes and threads. */
const NEW_NAMESPACES = 0x7e02_0000;

/** Kinds of sockets by `<sys/socket.h>`. Others, such as AF_ALG, AF_PACKET and AF_VSOCK, lead into parts of the kernel that apps have no use for. */
const [AF_UNIX, AF_INET, AF_INET6, AF_NETLINK] = [1, 2, 10, 16];
/** The protocol of netlink that tells addresses and routes, which every lookup of a name asks for. */
const NETLINK_ROUTE = 0;

/** Execution domain of Linux, and the value that only asks for the current one. */
const PERSONALITIES = [0, 0xffff_ffff];

const FILE_TYPE = 0o170_000;
/** Regular files (0 is one too), pipes and sockets: no devices. */
const FILE_TYPES = [0, 0o100_000, 0o010_000, 0o140_000];

/** Calls that are allowed for some of their arguments. One of the alternatives has to hold, with all its conditions. */
export const LIMITED: Readonly<Record<string, readonly (readonly Condition[])[]>> = {
  clone: [[{ index: 0, op: 'SCMP_CMP_MASKED_EQ', value: NEW_NAMESPACES, valueTwo: 0 }]],
  mknod: FILE_TYPES.map((type) => [fileType(1, type)]),
  mknodat: FILE_TYPES.map((type) => [fileType(2, type)]),
  personality: PERSONALITIES.map((value) => [equal(0, value)]),
  socket: [[equal(0, AF_UNIX)], [equal(0, AF_INET)], [equal(0, AF_INET6)], [equal(0, AF_NETLINK), equal(2, NETLINK_ROUTE)]],
  socketpair: [[equal(0, AF_UNIX)]],
};

/** Calls whose arguments no filter sees, because they are behind a pointer: they are answered with ENOSYS, so that programs fall back to the older call. */
export const ABSENT: ReadonlySet<string> = new Set(['clone3']);

function equal(index: number, value: number): Condition {
  return { index, op: 'SCMP_CMP_EQ', value };
}

function fileType(index: number, type: number): Condition {
  return { index, op: 'SCMP_CMP_MASKED_EQ', value: FILE_TYPE, valueTwo: type };
}
