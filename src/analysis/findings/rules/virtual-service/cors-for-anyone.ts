import { fieldsOfRoutes } from './routes';
import type { Cursor } from '../../cursor';
import type { Rule } from '../../rule';

/** @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#CorsPolicy */
export const CORS_FOR_ANYONE: Rule = {
  code: 'MESH0489',
  severity: 'warning',
  aliases: [],
  title: 'cross-origin requests of anyone, with credentials',
  explanation: 'The proxy tells browsers that the page that asks may read the answer, whichever page it is. With `allowCredentials`, any site can act in the name of a user who is '
    + 'logged in, and read what it gets.',
  fix: 'Name the origins that may ask, or leave `allowCredentials` out.',
  *find(world) {
    for (const { object, at: policy } of fieldsOfRoutes(world, 'corsPolicy')) {
      if (policy.at('allowCredentials').boolean !== true) { continue; }
      const open = policy.at('allowOrigins').items.find(isAnyone) ?? policy.at('allowOrigin').items.find(({ string }) => string === '*');
      if (open !== undefined) { yield { object, path: open.path, message: 'every origin is allowed to ask with the user\'s credentials' }; }
    }
  },
};

function isAnyone(origin: Cursor): boolean {
  const regex = origin.at('regex').string;
  return origin.at('exact').string === '*' || (regex !== undefined && /^\^?(https\?:\/\/|https?:\/\/|\(https\?\):\/\/)?\.[*+]\$?$/.test(regex))
    || ['http', 'https', 'http://', 'https://'].includes(origin.at('prefix').string ?? '');
}
