import type { Cursor } from '../../../cursor';
import type { Rule } from '../../../rule';
import { isAddress } from '../../../validation/addresses';
import { fqdnProblem } from '../../../validation/dns-names';
import { SERVICE_ENTRY, WORKLOAD_ENTRY } from '../../../validation/kinds';
import { places, within } from '../../../validation/places';
import { isUnixSocket, unixSocketProblem } from '../../../validation/unix-sockets';
import { quoted } from '../../../validation/words';

export const MALFORMED_ENDPOINT: Rule = {
  code: 'MESH0707',
  severity: 'error',
  aliases: ['IST0106'],
  title: 'endpoint with an address that it cannot have',
  explanation: 'An endpoint has an IP address or, if names are resolved by DNS, a name; with the resolution STATIC it may be a socket of Unix. Istio refuses others.',
  fix: 'Give an IP address, or the resolution DNS for names.',
  *find(world) {
    for (const { object, at } of places(world, SERVICE_ENTRY, 'spec')) {
      const resolution = at.at('resolution').string ?? 'NONE';
      if (!['STATIC', 'DNS', 'DNS_ROUND_ROBIN'].includes(resolution)) { continue; }
      for (const endpoint of within(at, 'endpoints[]')) {
        const message = endpointProblem(endpoint, resolution);
        if (message !== undefined) { yield { object, path: endpoint.at('address').path, message }; }
      }
    }
    for (const { object, at } of places(world, WORKLOAD_ENTRY, 'spec')) {
      const message = workloadProblem(at);
      if (message !== undefined) { yield { object, path: at.at('address').path, message }; }
    }
  },
};

function endpointProblem(endpoint: Cursor, resolution: string): string | undefined {
  const address = endpoint.at('address').string ?? '';
  if (endpoint.object === undefined || isAddress(address)) { return undefined; }
  if (resolution === 'STATIC') {
    if (address === '') { return missingAddress(endpoint); }
    return isUnixSocket(address) ? unixSocketProblem(address) : `${quoted(address)} is no IP address, which ${resolution} needs`;
  }
  return fqdnProblem(address) === undefined ? undefined : `${quoted(address)} is neither an IP address nor a name to resolve`;
}

function workloadProblem(workload: Cursor): string | undefined {
  const address = workload.at('address').string ?? '';
  if (isAddress(address)) { return undefined; }
  if (address === '') { return missingAddress(workload); }
  if (isUnixSocket(address)) { return unixSocketProblem(address); }
  return fqdnProblem(address) === undefined ? undefined : `${quoted(address)} is neither an IP address nor a name`;
}

/** The API server looks for the fields only, not for what is in them. */
function missingAddress(endpoint: Cursor): string | undefined {
  const given = ['address', 'network'].map(field => endpoint.at(field).value);
  return given.includes('') && given.every(value => (value ?? '') === '') ? 'the address is empty' : undefined;
}
