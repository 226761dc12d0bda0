/** Where router and gateways take HTTP. */
export const HTTP_PORT = 8080;

/** Where they answer their own health check, on the loopback interface of their container alone. */
export const HEALTH_PORT = 8081;
