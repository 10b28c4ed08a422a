import { servers } from './servers';
import type { Rule } from '../../../rule';
import { quoted } from '../../../validation/words';

export const PORT_NAMES: Rule = {
  code: 'MESH0603',
  severity: 'error',
  aliases: ['IST0106'],
  title: 'servers whose ports are not named, each by its own name',
  explanation: 'Each server of a Gateway gives its port a name, which no other server has, even on the same port. Istio refuses it otherwise.',
  fix: 'Name the port after the server, such as https-bookinfo.',
  *find(world) {
    const seen = new Map<unknown, Set<string>>();
    for (const { object, at } of servers(world)) {
      const name = at.at('port', 'name').string;
      if (name === undefined) { continue; }
      const names = seen.get(object) ?? new Set();
      const message = name === '' ? 'the port has no name' : names.has(name) ? `a port of another server is named ${quoted(name)}` : undefined;
      if (message !== undefined) { yield { object, path: at.at('port', 'name').path, message }; }
      seen.set(object, names.add(name));
    }
  },
};
