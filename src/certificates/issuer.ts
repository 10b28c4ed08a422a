import type { ApiObject } from 'cdk8s';
import { Chart } from 'cdk8s';
import { Construct } from 'constructs';
import type { IssuerSource } from './issuer-source';
import { MeshObject } from '../private/mesh-object';
import { dnsSubdomainProblem } from '../private/naming';
import { Synthesis } from '../private/synthesis';

/** How certificates name their issuer. */
export interface IssuerConfig {
  /** The issuer's name. */
  readonly name: string;

  /** The issuer's kind: 'Issuer', 'ClusterIssuer', or one of another API group. */
  readonly kind: string;

  /**
   * The API group of the kind.
   * @default 'cert-manager.io'
   */
  readonly group?: string;

  /**
   * The one namespace for which it issues.
   * @default - every namespace
   */
  readonly namespace?: string;

  /**
   * What it signs with, so that certificates that it cannot sign are found.
   * @default - not known
   */
  readonly source?: IssuerSource;
}

/** Something that issues certificates. */
export interface ICertificateIssuer {
  /** How certificates name it. */
  toIssuerConfig(): IssuerConfig;
}

/** What an issuer signs with. */
export interface IssuerProps {
  /** What it signs with. */
  readonly source: IssuerSource;
}

/** An issuer that somebody else created. */
export class IssuerReference implements ICertificateIssuer {
  /** An Issuer of a namespace. */
  public static issuer(name: string, namespace: string): IssuerReference {
    return new IssuerReference({ name, kind: 'Issuer', namespace });
  }

  /** A ClusterIssuer. */
  public static clusterIssuer(name: string): IssuerReference {
    return new IssuerReference({ name, kind: 'ClusterIssuer' });
  }

  /** An issuer of any kind, of cert-manager's or another API group. */
  public static of(config: IssuerConfig): IssuerReference {
    return new IssuerReference(config);
  }

  private constructor(private readonly config: IssuerConfig) {}

  /** @see ICertificateIssuer.toIssuerConfig() */
  public toIssuerConfig(): IssuerConfig {
    return this.config;
  }
}

/**
 * Issues certificates for its chart's namespace, by cert-manager.
 *
 * @see https://cert-manager.io/docs/configuration/
 */
export class Issuer extends Construct implements ICertificateIssuer {
  /** The Issuer. */
  public readonly apiObject: ApiObject;

  public constructor(scope: Construct, id: string, private readonly props: IssuerProps) {
    super(scope, id);
    this.apiObject = new MeshObject(this, 'Issuer', { kind: 'Issuer', name: id, spec: () => props.source._spec });
    Synthesis.of(this).addCheck(this, () => [
      ...[dnsSubdomainProblem('name', id)].filter(problem => problem !== undefined), ...props.source._problems,
      ...Chart.of(this).namespace === undefined ? ['stands in a chart without namespace; give the chart a namespace, or create a ClusterIssuer.'] : [],
    ]);
  }

  /** @see ICertificateIssuer.toIssuerConfig() */
  public toIssuerConfig(): IssuerConfig {
    return { name: this.node.id, kind: 'Issuer', namespace: Chart.of(this).namespace, source: this.props.source };
  }
}

/**
 * Issues certificates for every namespace, by cert-manager. Its Secrets and service accounts are in cert-manager's own namespace.
 * It belongs into one app.
 *
 * @see https://cert-manager.io/docs/configuration/
 */
export class ClusterIssuer extends Construct implements ICertificateIssuer {
  /** The ClusterIssuer. */
  public readonly apiObject: ApiObject;

  public constructor(scope: Construct, id: string, private readonly props: IssuerProps) {
    super(scope, id);
    this.apiObject = new MeshObject(this, 'ClusterIssuer', { kind: 'ClusterIssuer', name: id, spec: () => props.source._spec });
    Synthesis.of(this).addCheck(this, () => [
      ...[dnsSubdomainProblem('name', id)].filter(problem => problem !== undefined), ...props.source._problems,
    ]);
  }

  /** @see ICertificateIssuer.toIssuerConfig() */
  public toIssuerConfig(): IssuerConfig {
    return { name: this.node.id, kind: 'ClusterIssuer', source: this.props.source };
  }
}
