/** Where router and gateways take HTTP. */
export const HTTP_PORT = 8080;

/** Where router and gateways take TLS. */
export const HTTPS_PORT = 8443;

/** Where they answer their own health check, on the loopback interface of their container alone. */
export const HEALTH_PORT = 8081;

/** Where they tell their metrics, to the operations network alone. */
export const METRICS_PORT = 9101;

/** Where the router's own log is taken, on the loopback interface of its container alone, by tools/agent/router. */
export const LOG_PORT = 5140;
