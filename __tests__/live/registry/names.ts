/** Address of the host on the network that another host is on, too. */
export const HOST_ADDRESS = '198.51.100.9';
/** Address of the other host. */
export const OTHER_ADDRESS = '198.51.100.10';
export const REGISTRY_PORT = 5443;
export const REGISTRY = `${HOST_ADDRESS}:${String(REGISTRY_PORT)}`;
/** Variable that is set for programs that use the registry of another host. */
export const ELSEWHERE = 'TEST_REGISTRY_ELSEWHERE';
