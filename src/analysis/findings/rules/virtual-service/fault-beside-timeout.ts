import { fieldsOfRoutes, routeLists } from './routes';
import type { Rule } from '../../rule';
import { listed } from '../../validation/words';

/** @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRoute */
export const FAULT_BESIDE_TIMEOUT: Rule = {
  code: 'MESH0491',
  severity: 'info',
  aliases: [],
  title: 'fault that the timeout of its rule does not cut off',
  explanation: 'The caller\'s proxy injects faults before it routes: the timeout and the retries of the same rule begin after the delay, and an abort is not tried again. An experiment that should '
    + 'show them shows nothing.',
  fix: 'Inject the fault into the calls of another service further down, and keep the timeout where it is.',
  *find(world) {
    if (fieldsOfRoutes(world, 'fault').length === 0) { return; }
    for (const { object, protocol, route } of routeLists(world)) {
      const fault = route.at('fault');
      if (protocol !== 'http' || fault.object === undefined) { continue; }
      const beside = [...route.at('timeout').exists ? ['timeout'] : [], ...route.at('retries').exists ? ['retries'] : []];
      if (beside.length > 0) { yield { object, path: fault.path, message: `the fault comes before ${listed(beside)} of the same rule` }; }
    }
  },
};
