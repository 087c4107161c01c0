export { buildGateway, type Gateway, type GatewayOptions } from './gateway.ts';
export { gatewayMetrics, type GatewayMetrics } from './metrics.ts';
