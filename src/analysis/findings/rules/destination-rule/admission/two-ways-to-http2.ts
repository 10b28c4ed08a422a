import { connectionPools } from './connection-pools';
import type { Rule } from '../../../rule';
import { refused } from '../../../validation/places';

export const TWO_WAYS_TO_HTTP2: Rule = {
  code: 'MESH0510',
  severity: 'error',
  aliases: ['IST0106'],
  title: 'upgrade to HTTP/2 beside the protocol of the client',
  explanation: 'h2UpgradePolicy UPGRADE makes every connection HTTP/2, useClientProtocol makes it what the client speaks. Istio refuses both.',
  fix: 'Keep one of the two.',
  find: world => refused(connectionPools(world), at =>
    at.at('http', 'h2UpgradePolicy').string === 'UPGRADE' && at.at('http', 'useClientProtocol').boolean === true
      ? 'h2UpgradePolicy UPGRADE and useClientProtocol exclude each other' : undefined),
};
