import type { ApiObject } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { knowPodsByOurLabels } from './cdk8s-plus-policies';
import { controllerProblems } from './controller-problems';
import { namesakes } from './namesakes';
import { podProblems } from './pod-problems';
import type { Mechanism } from '../mesh/mechanism';
import { Mesh } from '../mesh/mesh';
import type { TelemetryScope } from '../observability/telemetry-scope';
import { perApp } from '../private/per-app';
import type { PodTemplate } from '../private/pod-template';
import { podTemplateOf } from '../private/pod-template';
import type { Json } from '../private/rendering';
import type { Problems, SynthesizedApp } from '../private/synthesis';
import { Synthesis } from '../private/synthesis';
import { AppProof } from '../proof/app-proof';
import { boundsOf } from '../proof/bounds';

/** What was declared of a workload's pods, and what policies therefore say of them. */
export interface DeclaredPods {
  readonly construct: IConstruct;
  readonly object: ApiObject;
  readonly namespace: string;
  readonly app: string;
  /** Undefined where the manifest alone says it. */
  readonly version?: string;
  readonly serviceAccountName: string;
  /** Are they taken to have a proxy? */
  readonly injected: boolean;
  /** Are they nothing but a proxy, as a gateway's are? */
  readonly proxyOnly?: boolean;
  /** The mechanisms that guard and confine them. */
  readonly enforce: readonly Mechanism[];
  /** Hosts that their proxies may know beside the callees'. */
  readonly extraSidecarHosts: readonly string[];
  /** What their proxies tell. */
  readonly telemetry: TelemetryScope;
}

/** The pods that are declared in an app, held against what is finally written of them. */
export class DeclaredPodsRegistry {
  public static of(scope: IConstruct): DeclaredPodsRegistry {
    return perApp(scope, 'DeclaredPods', root => {
      const registry = new DeclaredPodsRegistry();
      Synthesis.of(root).addAppCheck('pods are what was declared', app => registry.problems(app));
      Synthesis.of(root).addAppCheck('names of pods', namesakes);
      knowPodsByOurLabels(root, () => registry.declared.map(one => one()));
      return registry;
    });
  }

  private readonly declared: (() => DeclaredPods)[] = [];

  private constructor() {}

  /** The pods are asked about at synth, when everything is known of them. */
  public add(construct: IConstruct, declared: () => DeclaredPods): void {
    this.declared.push(declared);
    AppProof.of(construct).add(() => {
      const pods = declared();
      const mesh = Mesh.of(pods.construct);
      return {
        mesh,
        bounds: () => boundsOf(mesh, { ...pods, workload: pods.object.name }),
        reliesOn: [],
      };
    });
  }

  /** All that are declared by now. */
  public get all(): readonly DeclaredPods[] {
    return this.declared.map(declared => declared());
  }

  private problems(app: SynthesizedApp): Problems {
    const problems: Problems = new Map();
    const add = (construct: IConstruct, found: readonly string[]) =>
      found.length > 0 && problems.set(construct, [...problems.get(construct) ?? [], ...found]);
    const manifests = new Map<ApiObject, Json>();
    const makers: { readonly object: ApiObject; readonly manifest: Json; readonly template: PodTemplate }[] = [];
    for (const { object, manifest } of app.objects) {
      manifests.set(object, manifest);
      const template = podTemplateOf(manifest);
      if (template) { makers.push({ object, manifest, template }); }
    }
    const servicesOf = serviceNames(app);
    const members = new Map<string, { app: string; objects: Set<ApiObject>; construct: IConstruct }>();
    for (const declared of this.declared.map(one => one())) {
      const manifest = manifests.get(declared.object);
      if (manifest) {
        const template = podTemplateOf(manifest);
        add(declared.construct, template ? [
          ...podProblems(declared, template),
          ...controllerProblems(manifest, template, { injected: declared.injected, services: servicesOf(declared.namespace) }),
        ] : [`its ${manifest.kind} has no pods any more; a patch took them away, remove it.`]);
      }
      const key = `${declared.namespace} ${declared.app}`;
      const known = members.get(key) ?? { app: declared.app, objects: new Set(), construct: declared.construct };
      known.objects.add(declared.object);
      members.set(key, known);
    }
    for (const { object, manifest, template } of makers) {
      const stranger = members.get(`${manifest.metadata?.namespace} ${labelOf(template, 'app')}`);
      if (stranger && !stranger.objects.has(object)) {
        add(object, [
          `its pods carry 'app: ${stranger.app}', by which Service and policies of '${stranger.construct.node.path}' select, so they would receive its traffic and its access; give them another label 'app'.`,
        ]);
      }
    }
    return problems;
  }
}

/** The Services of a namespace that this app owns; of another it does not know all. */
function serviceNames({ objects }: SynthesizedApp): (namespace: string) => ReadonlySet<string> | undefined {
  const owned = new Map(objects.filter(({ manifest }) => manifest.kind === 'Namespace').map(({ manifest }) => [manifest.metadata.name, new Set<string>()]));
  for (const { manifest: { kind, metadata } } of objects) {
    if (kind === 'Service') {
      owned.get(metadata?.namespace)?.add(metadata.name);
    }
  }
  return namespace => owned.get(namespace);
}

function labelOf(template: PodTemplate, label: string): unknown {
  return template.metadata?.labels?.[label];
}
