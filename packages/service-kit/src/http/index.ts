export { addBearerCheck } from './bearer-check.ts';
export { createGuardedServer } from '../guard/guard-server.ts';
export { addHealthRoutes, addMetricsRoute } from './health-routes.ts';
export { closeHttpApp, createHttpApp } from './http-app.ts';
export { HttpError, plainProblem, statusOf } from './http-error.ts';
export { addKeyCheck } from './key-check.ts';
export { sendProblem } from './send-problem.ts';
