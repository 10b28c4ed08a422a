import type { ApiObject } from 'cdk8s';
import { Chart } from 'cdk8s';
import type { Service } from 'cdk8s-plus-27';
import type { Construct, IConstruct } from 'constructs';
import type { NamedPort } from './container-ports';
import { namedPortsIn } from './container-ports';
import type { ExistingService } from './existing-workload';
import { readService, readWorkload, selectionProblems } from './existing-workload';
import type { PodTemplateProps } from './pod-template-props';
import type { WorkloadController } from './workload-controller';
import { WorkloadPort } from './workload-port';
import { createService, headlessPortProblems } from './workload-service';

/** Where a workload's Services and ports come from. */
export interface ServicesProps extends PodTemplateProps {
  readonly existingService?: IConstruct;
  readonly existingServices?: IConstruct[];
  readonly port?: number;
  readonly ports?: WorkloadPort[];
  readonly otherVersions?: IConstruct[];
}

/** The Services that lead to a workload's pods: one of our own, or existing ones. */
export class WorkloadServices {
  public readonly ports: readonly WorkloadPort[];
  /** Our own. */
  public readonly service?: Service;
  /** The name of the Service that callers mean; the workload's own where there is none. */
  public readonly serviceName: string;
  /** The names of the others. */
  public readonly otherNames: readonly string[];
  private readonly existing: readonly ExistingService[];
  private readonly found: string[] = [];

  public constructor(private readonly scope: Construct, name: string, props: ServicesProps, private readonly controller?: WorkloadController) {
    const { port, ports, existingService, existingServices } = props;
    const sources = Object.entries({ port, ports, existingService, existingServices }).filter(([, value]) => value !== undefined).map(([prop]) => `'${prop}'`);
    const given = [...existingService ? [existingService] : [], ...existingServices ?? []];
    if (sources.length > 1) {
      this.found.push(`is told its ports twice, by ${sources.join(' and ')}; give one of 'port', 'ports', 'existingService' and 'existingServices'.`);
    }
    if (existingServices?.length === 0) {
      this.found.push("'existingServices' is empty; name at least one Service, or leave it out.");
    }
    if (given.length > 0 && controller?._kind.headless) {
      this.found.push("is a StatefulSet of its own, which brings its headless Service, and is given an existing one; leave that out, or give the existing StatefulSet as 'workload'.");
    }
    const read = given.length === 0 ? [] : readAll(given, namedPorts(props));
    this.found.push(...read.filter(service => typeof service === 'string'), ...given.length === 0 ? [] : otherwise(given, read, props.otherVersions ?? []));
    this.existing = read.filter(service => typeof service !== 'string');
    this.ports = given.length > 0 ? this.joined() : ports ?? (port === undefined ? [] : [WorkloadPort.http(port)]);
    [this.serviceName = name, ...this.otherNames] = [...new Set(this.existing.map(({ object }) => object.name))];
    if (this.ports.length > 0 && given.length === 0) {
      this.service = createService(scope, name, this.ports, controller?._kind.headless);
    }
  }

  /** Services that lead to pods themselves, past any translation of ports. */
  private get headless(): boolean {
    return this.controller?._kind.headless !== undefined;
  }

  /** What is wrong, given the labels of the pods. */
  public problems(labels: { readonly [label: string]: string }): string[] {
    const namespace = Chart.of(this.scope).namespace;
    return [
      ...this.found,
      ...this.existing.flatMap(({ object }) => elsewhere(object, namespace)),
      ...this.existing.flatMap(service => selectionProblems(service, labels)),
      ...this.headless ? headlessPortProblems(this.serviceName, this.ports) : [],
      ...this.existing.flatMap(({ object, headless, ports }) => (headless ? headlessPortProblems(object.name, ports) : [])),
    ];
  }

  /** The ports of several Services: what one says of a port, the others repeat. */
  private joined(): WorkloadPort[] {
    const ports: { readonly port: WorkloadPort; readonly service: string }[] = [];
    for (const { object, ports: own } of this.existing) {
      for (const port of own) {
        const known = ports.find(one => one.port.port === port.port);
        if (!known) {
          ports.push({ port, service: object.name });
        } else if (known.port.targetPort !== port.targetPort || known.port.protocol !== port.protocol) {
          this.found.push(`port ${port.port} is ${text(known.port)} of Service '${known.service}' and ${text(port)} of Service '${object.name}'; give only one of these Services, or let them agree.`);
        }
      }
    }
    return ports.map(({ port }) => port);
  }
}

function text({ protocol, targetPort }: WorkloadPort): string {
  return `${protocol} to container port ${targetPort}`;
}

function elsewhere(object: ApiObject, namespace: string | undefined): string[] {
  const theirs = object.metadata.namespace;
  return theirs === namespace ? [] : [`Service '${object.name}' is of namespace '${theirs}', and the pods are of '${namespace}'; give one of the same namespace.`];
}

function readAll(services: readonly IConstruct[], named: readonly NamedPort[]): (ExistingService | string)[] {
  return services.map(service => readService(service, named));
}

/** Where a Service that points to ports by name leads elsewhere in another version. */
function otherwise(services: readonly IConstruct[], read: readonly (ExistingService | string)[], versions: readonly IConstruct[]): string[] {
  const targets = (service: ExistingService | string | undefined) => (typeof service === 'object' ? service.ports.map(text).join(', ') : service);
  return versions.flatMap(version => {
    const found = readWorkload(version);
    return typeof found === 'string' ? [] : readAll(services, found.namedPorts)
      .filter((service, i) => typeof read[i] === 'object' && targets(service) !== targets(read[i]))
      .map(service => `for the pods of '${version.node.path}' the Service leads elsewhere (${targets(service)}); let every version name its ports alike.`);
  });
}

/** The ports to which a Service may point by name; what cannot be read is reported of the workload. */
function namedPorts(props: PodTemplateProps): NamedPort[] {
  const existing = props.workload && readWorkload(props.workload);
  return typeof existing === 'object' ? existing.namedPorts : namedPortsIn(props.containers ?? []);
}
