import { connectionPools } from './connection-pools';
import { portPolicies, trafficPolicies } from './traffic-policies';
import type { Rule } from '../../../rule';
import { refused } from '../../../validation/places';

const PORT = ['outlierDetection', 'connectionPool', 'loadBalancer', 'tls'];
const ALL = [...PORT, 'tunnel', 'proxyProtocol', 'retryBudget'];

export const EMPTY_POLICY: Rule = {
  code: 'MESH0504',
  severity: 'error',
  aliases: ['IST0106'],
  title: 'policy that says nothing, or not for which port',
  explanation: 'Istio refuses a traffic policy, a policy of a port or a connection pool without any setting, and a policy of a port that does not name the port.',
  fix: 'Give a setting, or leave the policy out; name the port as port: { number: … }.',
  *find(world) {
    yield* refused(trafficPolicies(world), at =>
      at.object !== undefined && ALL.every(field => !at.at(field).exists) && at.at('portLevelSettings').length === 0 ? 'the traffic policy has no setting' : undefined);
    yield* refused(portPolicies(world), at => {
      if (at.object === undefined) { return undefined; }
      return at.at('port').exists ? PORT.every(field => !at.at(field).exists) ? 'the policy of the port has no setting' : undefined : 'the policy names no port';
    });
    yield* refused(connectionPools(world), at =>
      at.object !== undefined && !at.at('tcp').exists && !at.at('http').exists ? 'the connection pool has neither tcp nor http' : undefined);
  },
};
