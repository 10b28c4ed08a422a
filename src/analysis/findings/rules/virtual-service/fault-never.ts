import { fieldsOfRoutes } from './routes';
import type { Rule } from '../../rule';

/** @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPFaultInjection */
export const FAULT_NEVER: Rule = {
  code: 'MESH0485',
  severity: 'warning',
  aliases: [],
  title: 'fault that is never injected',
  explanation: 'A fault without percentage is one for 0 % of the requests, and so is `percentage: {}`.',
  fix: 'Say the share of requests: `percentage: { value: 100 }`.',
  *find(world) {
    for (const kind of ['delay', 'abort']) {
      for (const { object, at: fault } of fieldsOfRoutes(world, `fault.${kind}`)) {
        if (fault.object === undefined || fault.at('percentage', 'value').exists || (kind === 'delay' && fault.at('percent').exists)) { continue; }
        yield { object, path: fault.path, message: `the ${kind} has no percentage, and so is for no request` };
      }
    }
  },
};
