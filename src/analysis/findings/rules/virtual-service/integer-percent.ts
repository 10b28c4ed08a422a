import { fieldsOfRoutes } from './routes';
import type { Rule } from '../../rule';

/** @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPFaultInjection-Delay */
export const INTEGER_PERCENT: Rule = {
  code: 'MESH0452',
  severity: 'warning',
  aliases: ['IST0002'],
  title: 'percentage of delays as an integer',
  explanation: '`fault.delay.percent` is deprecated: a release of Istio that no longer reads it delays nothing.',
  fix: 'Write `percentage: { value: … }`.',
  *find(world) {
    for (const { object, at: percent } of fieldsOfRoutes(world, 'fault.delay.percent')) {
      if (percent.number !== undefined && percent.number > 0) {
        yield { object, path: percent.path, message: `percent ${percent.number} is deprecated`, fix: `Write \`percentage: { value: ${percent.number} }\`.` };
      }
    }
  },
};
