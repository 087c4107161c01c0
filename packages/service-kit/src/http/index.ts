export { addBearerCheck } from './bearer-check.ts';
export { addHealthRoutes, addMetricsRoute, type HealthRouteOptions } from './health-routes.ts';
export { startHealthServer, type HealthServer, type HealthServerOptions } from './health-server.ts';
export { closeHttpApp, createHttpApp, type HttpAppOptions } from './http-app.ts';
export { HttpError, statusOf } from './http-error.ts';
export { sendProblem } from './send-problem.ts';
