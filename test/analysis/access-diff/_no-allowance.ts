import type { Allowance } from '../../../src/analysis/access-diff/allowance';

/** Nothing is let pass. */
export const NO_ALLOWANCE: Allowance = {
  beyond: (_comparison, _callee, _port, requests) => requests,
  beyondOf: (_comparison, _client, _callee, _port, requests) => requests,
  beyondInternet: (_comparison, _callee, _port, requests) => requests,
  beyondConnections: (_client, _callee, ports) => ports,
  beyondOpenings: (_peers, _workload, _direction, openings) => openings,
  admitsPlaintext: () => false,
  letsKnow: () => false,
};
