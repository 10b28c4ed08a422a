import type { Code, Expression, Statement, Variable } from '../source-code';
import { create, invoke, member, SourceFile } from '../source-code';
import { Accounts } from './accounts';
import type { AdoptedApp } from './apps';
import { callCode, exposedCode } from './call-code';
import type { DeclaredCall } from './declared-calls';
import type { KubeObject } from './kube-object';
import { describe, podsOf } from './kube-object';
import type { Props } from './names';
import { core, enumMember, ours } from './names';
import { enforcedProps } from './namespaces';
import { objectCode } from './object-code';
import type { AppPlan, Kept, NamespacePlan } from './plan';
import { versionsOf } from './plan';
import type { PodDefaults } from './pods';
import { hardeningOf, isUnlimited } from './pods';
import { Shared } from './shared';
import { trafficCode } from './traffic-code';
import { WorkloadWriter } from './workloads';

/** The code, and what the constructs in it stand for. */
export interface WrittenApp {
  readonly file: SourceFile;
  readonly app: Variable;
  /** The statement that writes files. */
  readonly synth: Statement;
  /** The applications for which constructs stand. */
  readonly apps: readonly AdoptedApp[];
  /** Objects that stay, with the reasons. */
  readonly kept: readonly Kept[];
  /** What a reader should know, one sentence each. */
  readonly notes: readonly string[];
}

/**
 * Writes an app that synthesizes what was adopted.
 *
 * @param heading what the comment at the top says
 */
export function writeApp(plan: AppPlan, all: readonly KubeObject[], heading: string): WrittenApp {
  return new AppWriter(plan, all).write(heading);
}

const OPEN = [
  'Nothing is refused by constructs yet: access is what it was. Declare who calls whom, such as',
  '  web.calls.to(orders, HttpCall.get(\'/orders/*\'));',
  'then say \'rollout: RolloutStage.OBSERVE\' in place of \'mtls\' and \'enforce\', and see what would be refused before anything is.',
].join('\n');

class AppWriter {
  private readonly file = new SourceFile();
  private readonly charts = new Map<string, Variable>();
  private readonly handles = new Map<string, Expression>();
  private readonly kept: Kept[] = [];
  /** Accounts that workloads bring. */
  private readonly consumed = new Set<KubeObject>();
  private readonly notes: string[] = [];
  private readonly texts = new Map<string, Expression>();
  private saidOpen = false;

  public constructor(private readonly plan: AppPlan, private readonly all: readonly KubeObject[]) {}

  public write(heading: string): WrittenApp {
    const { file, plan } = this;
    file.comment(heading);
    const app = file.declare('app', create(core('App')));
    if (plan.findings !== undefined) {
      file.add(create(ours('Mesh'), app, 'mesh', { findings: enumMember('FindingsMode', 'WARNING') }), `What was wrong before is wrong still, and told at every synth: ${plan.findings}`);
    }
    const secure = plan.namespaces.filter(one => one.secure);
    this.declareTexts(secure);
    for (const namespace of secure) { this.namespace(app, namespace); }
    this.calls(secure);
    this.traffic(secure);
    for (const namespace of secure) { this.gateways(namespace); }
    const cluster = plan.cluster.length === 0 ? undefined : this.freeName('cluster');
    for (const namespace of plan.namespaces) {
      const kept = namespace.kept.filter(({ object }) => !this.consumed.has(object));
      if (kept.length === 0) { continue; }
      file.blank();
      if (!namespace.secure) { this.charts.set(namespace.name, file.declare(namespace.name, create(core('Chart'), app, namespace.name, { namespace: namespace.name }))); }
      this.objects(this.charts.get(namespace.name)!, kept);
    }
    if (cluster !== undefined) {
      file.blank();
      this.objects(file.declare(cluster, create(core('Chart'), app, cluster)), plan.cluster);
    }
    file.blank();
    const apps = secure.flatMap(one => one.apps);
    return { file, app, synth: file.add(invoke(app, 'synth')), apps, kept: this.kept, notes: this.notes };
  }

  /** Texts of several lines that pods of several workloads have in common. */
  private declareTexts(namespaces: readonly NamespacePlan[]): void {
    const pods = namespaces.flatMap(versionsOf).filter(({ version: { controller } }) => this.plan.podsReason(controller) === undefined);
    const found = new Map<string, { readonly name: string; times: number }>();
    for (const { version: { controller } } of pods) {
      for (const [name, value] of Object.entries(podsOf(controller).annotations as { readonly [key: string]: unknown })) {
        if (typeof value !== 'string' || !value.includes('\n')) { continue; }
        const known = found.get(value) ?? { name, times: 0 };
        known.times++;
        found.set(value, known);
      }
    }
    const repeated = [...found].filter(([, { times }]) => times > 1);
    if (repeated.length > 0) { this.file.blank(); }
    for (const [value, { name }] of repeated) { this.texts.set(value, this.file.declare(name.replace(/^([^./]+)[^/]*\//, '$1 '), value)); }
  }

  private namespace(app: Variable, plan: NamespacePlan): void {
    const { file } = this;
    const own = versionsOf(plan).filter(({ version: { controller } }) => this.plan.podsReason(controller) === undefined);
    const defaults = defaultsOf(own.map(({ version }) => version.controller));
    const props: Props = {
      adopt: plan.owned ? undefined : true,
      ...plan.owned,
      ...plan.enforced ? enforcedProps(plan.enforced) : { mtls: enumMember('MtlsMode', 'UNSET'), enforce: [] },
      workloadDefaults: defaultsCode(defaults),
    };
    file.blank();
    const said = Object.values(props).some(value => value !== undefined);
    const chart = file.declare(plan.name, create(ours('SecureNamespace'), app, plan.name, ...said ? [props] : []), plan.enforced || plan.policiesReason !== undefined ? undefined : this.open());
    this.charts.set(plan.name, chart);
    const accounts = new Accounts(chart, this.all.filter(({ namespace }) => namespace === plan.name), file);
    const writer = new WorkloadWriter({
      file, chart, accounts, shared: new Shared(file, chart, this.texts), defaults, podsReason: controller => this.plan.podsReason(controller),
    });
    for (const adopted of plan.apps) {
      const handles = writer.write(adopted, this.wantedName(adopted));
      handles.forEach((handle, name) => this.handles.set(name, handle));
    }
    this.kept.push(...writer.kept);
    if (writer.nameless.length > 0) {
      this.notes.push(`in ${plan.name}, ${writer.nameless.map(({ name }) => name).join(', ')} ran under the service account 'default', which is no identity of one's own; each gets one. `
        + 'Policies elsewhere that name \'default\' do not know them');
    }
    accounts.consumed.forEach(object => this.consumed.add(object));
  }

  /** Said once. */
  private open(): string | undefined {
    const first = !this.saidOpen;
    this.saidOpen = true;
    return first ? OPEN : undefined;
  }

  private calls(namespaces: readonly NamespacePlan[]): void {
    const calls = namespaces.flatMap(namespace => namespace.calls).filter(({ caller }) => caller !== 'ingress gateway');
    if (calls.length > 0) { this.file.blank(); }
    for (const call of calls) { this.file.add(invoke(member(this.callerOf(call), 'calls'), 'to', this.handleOf(call.callee), ...call.operations.map(operation => callCode(operation, call.callee.app)))); }
  }

  private traffic(namespaces: readonly NamespacePlan[]): void {
    const codeOf = (app: AdoptedApp): readonly Expression[] =>
      trafficCode(this.handleOf({ app }), app.rules, version => this.handleOf({ app, version }));
    const code = namespaces.flatMap(({ apps }) => apps.flatMap(codeOf));
    if (code.length > 0) { this.file.blank(); }
    for (const one of code) { this.file.add(one); }
  }

  private gateways(plan: NamespacePlan): void {
    for (const { object, hosts, port, exposed } of plan.gateways) {
      this.file.blank();
      const gateway = this.file.declare(object.name, create(ours('IngressGateway'), this.charts.get(plan.name)!, object.name, { hosts: [...hosts], port: port === 80 ? undefined : port }));
      for (const one of exposed) {
        const admitted = plan.calls.find(({ caller, callee }) => caller === 'ingress gateway' && callee.app === one.app);
        const calls = admitted ? admitted.operations.map(operation => callCode(operation, one.app)) : exposedCode(one);
        this.file.add(invoke(gateway, 'expose', this.handleOf({ app: one.app }), ...calls));
      }
    }
  }

  private objects(chart: Variable, kept: readonly Kept[]): void {
    const byReason = new Map<string, KubeObject[]>();
    for (const { object, reason = '' } of kept) { byReason.set(reason, [...byReason.get(reason) ?? [], object]); }
    const ids = new Set<string>();
    for (const [reason, objects] of [...byReason].sort(([a], [b]) => (a < b ? -1 : 1))) {
      this.file.blank();
      this.file.comment(reason === '' ? 'What no construct stands for is as it was.' : `As it was: ${reason}.`);
      for (const object of [...objects].sort((a, b) => (describe(a) < describe(b) ? -1 : 1))) {
        this.file.declare(`${object.name} ${object.kind}`, objectCode(chart, object, ids));
        this.kept.push({ object, ...reason === '' ? {} : { reason } });
      }
    }
  }

  private wantedName({ namespace, name }: AdoptedApp): string {
    const twice = this.plan.namespaces.some(other => other.name !== namespace && other.apps.some(app => app.name === name));
    return twice || this.plan.namespaces.some(other => other.name === name) ? `${namespace} ${name}` : name;
  }

  private callerOf({ caller }: DeclaredCall): Expression {
    if (caller === 'ingress gateway') { throw new Error('a gateway exposes'); }
    return 'namespace' in caller ? this.charts.get(caller.namespace)! : this.handleOf(caller);
  }

  private handleOf({ app, version }: { readonly app: AdoptedApp; readonly version?: string }): Expression {
    return this.handles.get(`${app.namespace}/${app.name}${version === undefined ? '' : `/${version}`}`)!;
  }

  private freeName(wanted: string): string {
    return this.plan.namespaces.some(({ name }) => name === wanted) ? this.freeName(`${wanted}-wide`) : wanted;
  }
}

/** What most pods of a namespace are like. */
function defaultsOf(controllers: readonly KubeObject[]): PodDefaults {
  const deployments = controllers.filter(({ kind }) => kind === 'Deployment');
  const all = deployments.map(hardeningOf);
  const mostly = (field: string): boolean => all.filter(hardening => hardening[field]).length * 2 >= all.length;
  const fields = Object.keys(all[0] ?? {});
  return {
    hardening: Object.fromEntries(fields.map(field => [field, mostly(field)])),
    annotations: commonTo(deployments.map(one => podsOf(one).annotations as { readonly [key: string]: string })),
    unlimited: deployments.length > 0 && deployments.filter(isUnlimited).length * 2 > deployments.length,
  };
}

/** What all of several say alike. */
function commonTo(maps: readonly { readonly [key: string]: string }[]): { readonly [key: string]: string } {
  const [first = {}, ...others] = maps;
  return others.length === 0 ? {} : Object.fromEntries(Object.entries(first).filter(([key, value]) => !value.includes('\n') && others.every(other => other[key] === value)));
}

function defaultsCode({ hardening, unlimited, annotations }: PodDefaults): Code | undefined {
  const exceptions = Object.entries(hardening).filter(([, value]) => !value);
  const podAnnotations = Object.keys(annotations).length === 0 ? undefined : annotations;
  if (exceptions.length === 0 && !unlimited && !podAnnotations) { return undefined; }
  return {
    podAnnotations,
    resources: unlimited ? {} : undefined,
    hardening: exceptions.length === 0 ? undefined : Object.fromEntries(exceptions),
  };
}
