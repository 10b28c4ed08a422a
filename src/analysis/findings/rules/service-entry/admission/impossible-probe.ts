import type { Cursor } from '../../../cursor';
import type { Rule } from '../../../rule';
import { WORKLOAD_GROUP } from '../../../validation/kinds';
import { places } from '../../../validation/places';
import { quoted } from '../../../validation/words';

export const IMPOSSIBLE_PROBE: Rule = {
  code: 'MESH0716',
  severity: 'error',
  aliases: ['IST0106'],
  title: 'probe that does not say how to ask, or by gRPC',
  explanation: 'The probe of a WorkloadGroup asks by httpGet, tcpSocket or exec. istiod refuses it without, and with grpc, even though the API server knows that.',
  fix: 'Ask by httpGet, tcpSocket or exec.',
  *find(world) {
    for (const { object, at } of places(world, WORKLOAD_GROUP, 'spec.probe')) {
      const found = at.object === undefined ? undefined : problemOf(at);
      if (found !== undefined) { yield { object, path: found.at.path, message: found.message }; }
    }
  },
};

function problemOf(probe: Cursor): { readonly at: Cursor; readonly message: string } | undefined {
  if (probe.at('exec').exists) {
    const command = probe.at('exec', 'command');
    return command.length === 0 ? { at: command, message: 'the command is empty' } : undefined;
  }
  if (probe.at('httpGet').exists) {
    const header = probe.at('httpGet', 'httpHeaders').items.find(item => item.object !== undefined && !/^[-A-Za-z0-9]+$/.test(item.at('name').string ?? ''));
    if (header === undefined) { return undefined; }
    return { at: header.at('name'), message: `${quoted(header.at('name').string ?? '')} is no name of a header here: letters, digits and hyphens only` };
  }
  if (probe.at('tcpSocket').exists) { return undefined; }
  return probe.at('grpc').exists ? { at: probe.at('grpc'), message: 'istiod does not know grpc here' } : { at: probe, message: 'the probe does not say how to ask' };
}
