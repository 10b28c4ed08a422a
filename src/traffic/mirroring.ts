import type { IConstruct } from 'constructs';
import { Construct } from 'constructs';
import type { FeatureDeclaration } from './feature';
import type { MirrorOptions } from './mirror';
import { percentageProblem } from './percentage';
import { isHttp } from '../calls/app-protocol';
import type { CalleeConfig, CalleePort, ICallee } from '../calls/callee';

/** A mirror as it is declared: its host may be asked at synth only. */
export interface MirrorDeclaration extends MirrorOptions {
  readonly target: ICallee;
}

/** Copies of requests go to the mirror too; its answers are dropped. */
export function mirrorOf(declaration: MirrorDeclaration, own: CalleeConfig, app: IConstruct): FeatureDeclaration {
  const { percentage = 100, when } = declaration;
  const target = mirrorTarget(declaration, own);
  if (typeof target === 'string') {
    return { text: 'a mirror', when, effects: [], problems: [target] };
  }
  const text = `the mirror to '${target.callee.name}'`;
  const { host, subset } = target.callee;
  return {
    text,
    when,
    effects: [{
      slot: 'mirror',
      percentage,
      target: { host, ...subset === undefined ? {} : { subset }, ...target.port === undefined ? {} : { port: target.port.port } },
    }],
    problems: [
      percentageProblem(text, percentage),
      !Construct.isConstruct(declaration.target) || declaration.target.node.root === app ? undefined
        : `${text} leads to another app, which does not deploy it here; mirror to what this app declares, or to a ServiceReference.`,
      host !== own.host || subset !== undefined ? undefined
        : `${text} leads to the service itself, so that every request would come twice; mirror to one of its versions, or to another service.`,
    ],
  };
}

/** Where copies go; without a port to the same one as the requests. */
export interface MirrorTarget {
  readonly callee: CalleeConfig;
  readonly port?: CalleePort;
}

/** The one callee that is the mirror, and its port if it is another service; or why there is none. */
export function mirrorTarget({ target, port }: MirrorDeclaration, own: CalleeConfig): MirrorTarget | string {
  const callees = target.toCalleeConfigs();
  if (callees.length !== 1) {
    return `a mirror leads to ${callees.length} services; name one.`;
  }
  const [callee] = callees;
  if (callee.host === own.host) {
    return { callee };
  }
  const fitting = callee.ports.filter(one => isHttp(one.protocol) && (port === undefined || one.name === port));
  const list = callee.ports.map(one => `'${one.name}' (${one.protocol} ${one.port})`).join(', ') || 'none';
  return fitting.length === 1 ? { callee, port: fitting[0] }
    : `the mirror to '${callee.name}' fits ${fitting.length} of its ports; say which in 'port', its ports are ${list}, and only HTTP is mirrored.`;
}
