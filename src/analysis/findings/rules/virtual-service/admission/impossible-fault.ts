import type { Rule } from '../../../rule';
import { VIRTUAL_SERVICE } from '../../../validation/kinds';
import { places, refused } from '../../../validation/places';

export const IMPOSSIBLE_FAULT: Rule = {
  code: 'MESH0426',
  severity: 'error',
  aliases: ['IST0106'],
  title: 'fault that proxies cannot inject',
  explanation: 'A fault is a delay of a fixed length, or an abort with a status. Istio refuses one that is neither, and the fields http2Error and exponentialDelay, which are not implemented.',
  fix: 'Give a delay with a fixedDelay, or an abort with an httpStatus or grpcStatus.',
  *find(world) {
    yield* refused(places(world, VIRTUAL_SERVICE, 'spec.http[].fault'), at =>
      at.object !== undefined && !at.at('abort').exists && !at.at('delay').exists ? 'there is neither a delay nor an abort' : undefined);
    yield* refused(places(world, VIRTUAL_SERVICE, 'spec.http[].fault.abort.http2Error', 'spec.http[].fault.delay.exponentialDelay'), () => 'no proxy does this');
  },
};
