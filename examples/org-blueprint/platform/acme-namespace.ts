import { ApiObject } from 'cdk8s';
import { KubeResourceQuota, Quantity } from 'cdk8s-plus-27/lib/imports/k8s';
import type { Construct } from 'constructs';
import type { SecureNamespaceProps } from 'cdk8s-istio';
import { SecureNamespace } from 'cdk8s-istio';

/** Where Acme's images are. */
export const REGISTRY = 'registry.acme.example';

export interface AcmeNamespaceProps extends SecureNamespaceProps {
  /** The team that answers for it. */
  readonly team: string;

  /**
   * How many pods it may have.
   * @default 20
   */
  readonly pods?: number;
}

/** A team's namespace: what the library secures, a quota, and images of Acme's own registry only. */
export class AcmeNamespace extends SecureNamespace {
  public readonly team: string;

  public constructor(scope: Construct, id: string, { team, pods = 20, ...props }: AcmeNamespaceProps) {
    super(scope, id, {
      ...props,
      labels: { 'acme.example/team': team, ...props.labels },
      workloadDefaults: { ...props.workloadDefaults, podLabels: { 'acme.example/team': team, ...props.workloadDefaults?.podLabels } },
    });
    this.team = team;
    new KubeResourceQuota(this, 'quota', { spec: { hard: { pods: Quantity.fromNumber(pods) } } });
    this.node.addValidation({ validate: () => this.imagesFromElsewhere() });
  }

  /** Looks at what is written in the end, patches and all. */
  private imagesFromElsewhere(): string[] {
    const objects = this.node.findAll().filter(construct => ApiObject.isApiObject(construct)).map(object => object.toJson());
    return objects.flatMap(object => {
      const containers: { name: string; image: string }[] = object?.spec?.template?.spec?.containers ?? [];
      return containers.filter(({ image }) => !image.startsWith(`${REGISTRY}/`)).map(({ name, image }) =>
        `${object.kind} '${object.metadata.name}' runs '${image}' in container '${name}', which is not of ${REGISTRY}; push it there.`);
    });
  }
}
