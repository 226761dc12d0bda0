/** Port of router and gateways for HTTP. */
export const HTTP_PORT = 8080;

/** Port of router and gateways for TLS. */
export const HTTPS_PORT = 8443;

/** Port of their own health check, on the loopback interface of their container alone. */
export const HEALTH_PORT = 8081;

/** Port on which the gateway of a shared service says which users still have a container, for the shared server alone. */
export const PRESENCE_PORT = 8082;

/** Port of their metrics, for the operations network alone. */
export const METRICS_PORT = 9101;

/** Port for the router's own log, on the loopback interface of its container alone, by tools/agent/router. */
export const LOG_PORT = 5140;
