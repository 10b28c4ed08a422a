import type { Rule } from '../../../rule';
import { SIDECAR } from '../../../validation/kinds';
import { ofText, places, refused } from '../../../validation/places';
import { portProblem } from '../../../validation/ports';
import { isUnixSocket, unixSocketProblem } from '../../../validation/unix-sockets';
import { quoted } from '../../../validation/words';

const ADDRESSES = ['', '127.0.0.1', '0.0.0.0', '::1', '::'];

export const MALFORMED_DEFAULT_ENDPOINT: Rule = {
  code: 'MESH0804',
  severity: 'error',
  aliases: ['IST0106'],
  title: 'place of the application that cannot be one',
  explanation: 'The proxy passes connections on to the application in the same pod: at 127.0.0.1, [::1], 0.0.0.0 or [::], always with a port, or at a socket. Istio refuses others.',
  fix: 'Write 127.0.0.1:port, or unix:///path.',
  find: world => refused(places(world, SIDECAR, 'spec.ingress[].defaultEndpoint'), ofText(text => {
    if (text === '') { return undefined; }
    if (isUnixSocket(text)) { return unixSocketProblem(text); }
    const found = /^(?:\[([^[\]]*)\]|([^:[\]]*)):([^:]*)$/.exec(text);
    if (found === null || !ADDRESSES.includes(found[1] ?? found[2])) { return `${quoted(text)} is no address of the pod itself with a port`; }
    return /^[0-9]+$/.test(found[3]) ? portProblem(Number(found[3])) : `${quoted(text)} has no number as its port`;
  })),
};
