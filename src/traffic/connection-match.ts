import { sourceOf } from './match-source';
import type { StreamMatchData } from './traffic-model';
import type { ICaller } from '../calls/caller';
import { dnsLabelProblem } from '../private/naming';

/** What a connection must have, all of it at once; what is left out is not asked. */
export interface ConnectionMatchOptions {
  /**
   * Who connects inside of the mesh.
   * @default - anybody
   */
  readonly from?: ICaller;

  /**
   * The namespace of who connects, such as one that somebody else deploys.
   * @default - any
   */
  readonly fromNamespace?: string;

  /**
   * The name of the Service's port.
   * @default - every port that does not speak HTTP
   */
  readonly port?: string;
}

/**
 * What a connection must have so that a rule takes it. Inside of a connection proxies see nothing: there is no more to ask.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#L4MatchAttributes
 */
export class ConnectionMatch {
  /** Connections of a caller. */
  public static from(caller: ICaller): ConnectionMatch {
    return ConnectionMatch.of({ from: caller });
  }

  /** Connections that have all of this. */
  public static of(options: ConnectionMatchOptions): ConnectionMatch {
    return new ConnectionMatch(options);
  }

  private constructor(private readonly options: ConnectionMatchOptions) {}

  /** @internal */
  public _resolve(): { readonly match: StreamMatchData; readonly problems: readonly string[] } {
    const { from, fromNamespace, port } = this.options;
    const problems: string[] = [];
    const source = from && sourceOf(from, problem => problems.push(problem));
    const problem = fromNamespace === undefined ? undefined : dnsLabelProblem('source namespace', fromNamespace);
    if (problem !== undefined) {
      problems.push(problem);
    }
    if (source && fromNamespace !== undefined && source.namespace !== fromNamespace) {
      problems.push(`'from' and 'fromNamespace' name different namespaces, '${source.namespace}' and '${fromNamespace}'; leave one out.`);
    }
    const sourceNamespace = source?.namespace ?? fromNamespace;
    return {
      match: {
        ...source && source.labels.length > 0 ? { sourceLabels: Object.fromEntries(source.labels) } : {},
        ...sourceNamespace === undefined ? {} : { sourceNamespace },
        ...port === undefined ? {} : { port },
      },
      problems,
    };
  }
}
