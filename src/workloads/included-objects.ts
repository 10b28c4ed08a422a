import { ApiObject } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { readWorkload } from './existing-workload';
import { podTemplateOf } from '../private/pod-template';
import type { Json } from '../private/rendering';

/**
 * The objects of a Helm chart, of included YAML, or of any other construct, by their kinds and names: to make workloads of the mesh
 * of them.
 */
export class IncludedObjects {
  /**
   * The objects of a construct, such as cdk8s' `Helm` or `Include`.
   * @param included the construct in which the objects are
   */
  public static of(included: IConstruct): IncludedObjects {
    return new IncludedObjects(included, included.node.findAll().filter(construct => ApiObject.isApiObject(construct)));
  }

  private constructor(private readonly included: IConstruct, private readonly objects: readonly ApiObject[]) {}

  /**
   * The one object of a kind and name; an error if there is none.
   *
   * @param kind such as 'Deployment'
   * @param name its `metadata.name`
   */
  public object(kind: string, name: string): ApiObject {
    const found = this.objects.filter(object => object.kind === kind && object.name === name);
    if (found.length === 1) {
      return found[0];
    }
    const known = this.objects.map(object => `${object.kind} '${object.name}'`).sort().join(', ');
    throw new Error(`${this.included.node.path}: has ${found.length === 0 ? 'no' : `${found.length} times`} ${kind} '${name}'; ${known ? `it has ${known}` : 'there is nothing in it'}.`);
  }

  /** Every object that makes pods, so that none is forgotten, in the order of the manifests. */
  public get workloads(): ApiObject[] {
    return this.objects.filter(object => podTemplateOf(object.toJson() as Json) !== undefined);
  }

  /**
   * The Services that lead to a workload's pods, for `existingServices`: those of a name of their own address first, headless ones
   * after them, each by name.
   *
   * @param workload an object that makes pods
   */
  public servicesOf(workload: IConstruct): ApiObject[] {
    const read = readWorkload(workload);
    if (typeof read === 'string') {
      throw new Error(`${this.included.node.path}: ${read}`);
    }
    const selects = ({ kind, spec }: Json) => kind === 'Service' && Object.keys(spec?.selector ?? {}).length > 0
      && Object.entries(spec.selector).every(([label, value]) => read.labels[label] === value);
    const services = this.objects.map(object => ({ object, manifest: object.toJson() as Json }))
      .filter(({ object, manifest }) => selects(manifest) && object.metadata.namespace === read.object.metadata.namespace);
    const rank = ({ object, manifest }: typeof services[number]) => `${manifest.spec.clusterIP === 'None' ? 1 : 0} ${object.name}`;
    return services.sort((a, b) => (rank(a) < rank(b) ? -1 : 1)).map(({ object }) => object);
  }
}
