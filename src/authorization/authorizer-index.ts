import type { IConstruct } from 'constructs';
import type { ExternalAuthorizer } from './external-authorizer';
import type { NamedPeer } from '../observability/telemetry-scope';
import { perApp } from '../private/per-app';

/** Pods, and the authorizer that their proxies ask. */
export interface Guard {
  readonly construct: IConstruct;
  readonly authorizer: ExternalAuthorizer;
  readonly namespace: string;
  /** The constructs whose pods are guarded, by their paths. */
  readonly guarded: () => readonly string[];
  /** Is it every pod of the namespace? */
  readonly wholeNamespace: boolean;
  /** Labels of the pods; undefined for all of the namespace. */
  readonly selector: () => { readonly [label: string]: string } | undefined;
  readonly clusterDomain: () => string;
}

/** The authorizers that are asked about the requests of an app. */
export class AuthorizerIndex {
  public static of(scope: IConstruct): AuthorizerIndex {
    return perApp(scope, 'AuthorizerIndex', () => new AuthorizerIndex());
  }

  private readonly guards: Guard[] = [];

  private constructor() {}

  public add(guard: Guard): void {
    this.guards.push(guard);
  }

  /** Everything by which pods of a construct are guarded: what is said of it, and of what it stands in. */
  public guardsOf(construct: IConstruct): Guard[] {
    if (this.guards.length === 0) { return []; }
    const paths = construct.node.scopes.map(scope => scope.node.path).filter(path => path !== '');
    return this.guards.filter(guard => guard.guarded().some(path => paths.includes(path)));
  }

  /** Other authorizers that are asked about some of the same pods. */
  public rivalsOf(guard: Guard): Guard[] {
    return this.guards.filter(other => other.authorizer.name !== guard.authorizer.name && other.namespace === guard.namespace
      && mayShare(other.selector(), guard.selector()));
  }

  /** The hosts that proxies of the construct's pods must know, as 'namespace/host'. */
  public sidecarHostsOf(construct: IConstruct): string[] {
    return this.guardsOf(construct).map(({ authorizer, clusterDomain }) => authorizer._collector.sidecarHost(clusterDomain()));
  }

  /**
   * What the construct's pods must reach.
   *
   * @param beyondNamespace leave out what every pod of the namespace must reach anyway
   */
  public peersOf(construct: IConstruct, beyondNamespace = false): NamedPeer[] {
    return this.guardsOf(construct).filter(({ wholeNamespace }) => !(beyondNamespace && wholeNamespace))
      .map(({ authorizer, clusterDomain }) => ({ name: `authorizer '${authorizer.name}'`, peer: authorizer._collector.peer(clusterDomain()) }));
  }
}

type Labels = { readonly [label: string]: string };

/** Can a pod carry the labels of both? */
function mayShare(a: Labels = {}, b: Labels = {}): boolean {
  return Object.entries(a).every(([label, value]) => b[label] === undefined || b[label] === value);
}
