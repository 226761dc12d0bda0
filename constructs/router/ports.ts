/** Where router and gateways take HTTP. */
export const HTTP_PORT = 8080;

/** Where router and gateways take TLS. */
export const HTTPS_PORT = 8443;

/** Where they answer their own health check, on the loopback interface of their container alone. */
export const HEALTH_PORT = 8081;
