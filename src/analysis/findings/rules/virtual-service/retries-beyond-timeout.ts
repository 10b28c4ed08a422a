import { fieldsOfRoutes, routeLists } from './routes';
import type { Rule } from '../../rule';
import { nanoseconds } from '../../validation/durations';

/** @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRetry */
export const RETRIES_BEYOND_TIMEOUT: Rule = {
  code: 'MESH0474',
  severity: 'warning',
  aliases: [],
  title: 'retries that the timeout cuts off',
  explanation: '`timeout` is for the request with all its retries. Where the tries together may last longer, the last of them never come to an end; where one try may '
    + 'last as long as all of it, there is no retry after a try that hangs.',
  fix: 'Make `timeout` at least (`attempts` + 1) times `perTryTimeout`, or ask for fewer retries.',
  *find(world) {
    if (fieldsOfRoutes(world, 'retries.perTryTimeout').length === 0) { return; }
    for (const { object, protocol, route } of routeLists(world)) {
      if (protocol !== 'http') { continue; }
      const [timeout, each] = [route.at('timeout').string, route.at('retries', 'perTryTimeout').string];
      const attempts = route.at('retries', 'attempts').number;
      const [whole, one] = [timeout, each].map(text => text === undefined ? undefined : nanoseconds(text));
      if (whole === undefined || one === undefined || whole <= 0n || one <= 0n) { continue; }
      if (attempts === undefined || !Number.isInteger(attempts) || attempts < 1 || one * BigInt(attempts + 1) <= whole) { continue; }
      const fit = whole / one;
      yield {
        object,
        path: route.at('retries').path,
        message: `${attempts + 1} tries of ${each} do not fit into the timeout of ${timeout}: ${fit < 2n ? 'a try that hangs leaves no time for a second' : `there is time for ${fit}`}`,
      };
    }
  },
};
