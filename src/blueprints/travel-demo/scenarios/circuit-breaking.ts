import type { TravelCircuitBreaking } from './options';
import type { ScenarioPlan } from './plan';

/** Callers of travels are kept back by their own proxies. */
export function circuitBreaking(options: TravelCircuitBreaking): ScenarioPlan {
  const { maxConnections = 1, maxPendingRequests = 1, consecutiveErrors = 1, maxEjectionPercent = 100, connections } = options;
  return {
    name: 'circuit-breaking',
    decides: ['where requests to travels go', 'what the load tester may do'],
    newVersionsOf: [],
    loadtester: { connections, admittedTo: 'every version' },
    apply: ({ travels }) => {
      travels.shareEvenly();
      travels.traffic.connectionPool({ maxConnections, http1MaxPendingRequests: maxPendingRequests });
      travels.traffic.outlierDetection({ consecutive5xxErrors: consecutiveErrors, maxEjectionPercent });
    },
  };
}
