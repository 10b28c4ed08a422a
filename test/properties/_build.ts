import { App } from 'cdk8s';
import { ServiceAccount } from 'cdk8s-plus-27';
import type { IConstruct } from 'constructs';
import type { CallPlan, MeshPlan, NamespacePlan, Plan, PortName, WorkloadPlan } from './_plan';
import { PORTS, RPC_SERVICE } from './_plan';
import {
  CanaryService, GrpcCall, HttpCall, IngressGateway, Injection, LeastPrivilegeWorkload, Mesh, Platform, SecureNamespace, ServiceReference, TcpCall,
  WorkloadController, WorkloadPort,
} from 'cdk8s-istio';
import type { Call, ICallee, ICaller } from 'cdk8s-istio';

/** Something to declare, once all that it needs is declared. */
interface Step {
  readonly id: string;
  readonly needs: readonly string[];
  run(): void;
}

/** Builds the app of a plan; another number declares everything in another order. */
export function build(plan: Plan, order = 0): App {
  const app = new App();
  const made = new Map<string, IConstruct>();
  const steps: Step[] = [
    ...plan.mesh ? [{ id: 'mesh', needs: [], run: () => createMesh(app, plan.mesh!) }] : [],
    ...plan.namespaces.flatMap(namespace => namespaceSteps(app, made, namespace)),
    ...plan.calls.map((call, i): Step => ({ id: `call ${i}`, needs: [call.from, call.to], run: () => declare(made, call) })),
  ];
  const random = numbers(order);
  const done = new Set<string>();
  let open = steps;
  while (open.length > 0) {
    const ready = open.filter(step => step.needs.every(need => done.has(need)));
    const next = ready[order === 0 ? 0 : random() % ready.length];
    next.run();
    done.add(next.id);
    open = open.filter(step => step !== next);
  }
  return app;
}

function namespaceSteps(app: App, made: Map<string, IConstruct>, plan: NamespacePlan): Step[] {
  const own = () => made.get(plan.path) as SecureNamespace;
  const step = (path: string, needs: readonly string[], make: () => IConstruct): Step =>
    ({ id: path, needs, run: () => made.set(path, make()) });
  const account = () => made.get(`${plan.path}/shared`) as ServiceAccount;
  const name = (path: string) => path.split('/').at(-1)!;
  return [
    step(plan.path, [], () => new SecureNamespace(app, plan.path, {
      adopt: plan.adopt, injection: plan.injected ? undefined : Injection.disabled(), enforce: plan.enforce && [...plan.enforce],
    })),
    ...plan.mesh ? [{ id: `${plan.path}/mesh`, needs: [plan.path], run: () => createMesh(own(), plan.mesh!) }] : [],
    step(`${plan.path}/shared`, [plan.path], () => new ServiceAccount(own(), 'shared')),
    ...plan.workloads.flatMap(workload => [
      step(workload.path, [plan.path, `${plan.path}/shared`], () => createWorkload(own(), name(workload.path), workload, account())),
      ...(workload.versions ?? []).map(version => step(version.path, [workload.path], () =>
        (made.get(workload.path) as CanaryService).addVersion(name(version.path), {
          image: 'shop:1', weight: version.weight, serviceAccount: version.shares ? account() : undefined,
        }))),
    ]),
    ...plan.gateways.map(path => step(path, [plan.path], () => new IngressGateway(own(), name(path), { hosts: [gatewayHost(path)] }))),
    ...plan.references.map(path => step(path, [plan.path], () => new ServiceReference(own(), name(path), {
      namespace: 'elsewhere', podLabels: { app: 'reference' }, serviceAccount: 'reference', ports: [portOf('http'), portOf('tcp')],
    }))),
  ];
}

export function gatewayHost(path: string): string {
  return `${path.replace('/', '.')}.example.com`;
}

function createMesh(scope: SecureNamespace | App, plan: MeshPlan): void {
  new Mesh(scope, 'mesh', {
    trustDomain: plan.trustDomain, trustDomainAliases: [...plan.aliases], enforce: plan.enforce && [...plan.enforce], platform: Platform.helm(),
  });
}

function createWorkload(scope: SecureNamespace, name: string, plan: WorkloadPlan, account: ServiceAccount): IConstruct {
  const common = { ports: plan.ports.map(portOf), enforce: plan.enforce && [...plan.enforce] };
  return plan.versions ? new CanaryService(scope, name, common)
    : new LeastPrivilegeWorkload(scope, name, {
      ...common, image: 'shop:1', serviceAccount: plan.shares ? account : undefined, controller: controllerOf(plan),
    });
}

/** What makes the pods is nothing to anybody's access. */
function controllerOf({ path, ports }: WorkloadPlan): WorkloadController | undefined {
  const kinds = [undefined, WorkloadController.daemonSet(), ...ports.length === 0 ? [WorkloadController.job()] : []];
  return kinds[[...path].reduce((sum, letter) => sum + letter.charCodeAt(0), 0) % kinds.length];
}

function portOf(name: PortName): WorkloadPort {
  const { port, targetPort } = PORTS[name];
  return WorkloadPort[name](port, { targetPort });
}

function declare(made: Map<string, IConstruct>, plan: CallPlan): void {
  const from = made.get(plan.from) as IConstruct & ICaller & Pick<LeastPrivilegeWorkload, 'calls'>;
  const to = made.get(plan.to) as IConstruct & ICallee;
  if (from instanceof IngressGateway) {
    from.expose(to, callOf(plan));
  } else {
    from.calls.to(to, callOf(plan));
  }
}

function callOf({ port, rpc, methods, paths, hosts }: CallPlan): Call {
  if (port === 'tcp') {
    return TcpCall.port(port);
  }
  return rpc ? GrpcCall.methods(RPC_SERVICE, ...rpc).onPort(port)
    : HttpCall.of({ port, methods: methods && [...methods], paths: paths && [...paths], hosts: hosts && [...hosts] });
}

/** Numbers that depend on nothing but a seed. */
function numbers(seed: number): () => number {
  let state = seed % 2147483646 + 1;
  return () => {
    state = state * 48271 % 2147483647;
    return state;
  };
}
