import type { UnitEdge } from './declarable';
import { Declarable, isPlatform, isUnitEdge } from './declarable';
import type { Edge } from './edges';
import { openQuestions } from './open-questions';
import { listed, Questions } from './questions';
import type { Traffic } from './traffic';
import { groupBy, keyOfUnit } from './units';
import { visible } from './visible';
import { commentOf, joinedTemplates, writeCalls } from './write-calls';
import { GatewayWriter, gatewayPlatform } from './write-gateways';
import { writeExternalService, writeReference } from './write-outside';
import type { UnitHandles } from './write-units';
import { ours, UnitWriter } from './write-units';
import { sortedUnique } from '../private/naming';
import type { Code, Statement, Variable } from '../source-code';
import { create, imported, invoke, member, SourceFile } from '../source-code';

/** An app as code, and what it asks. */
export interface AppDefinition {
  readonly file: SourceFile;
  /** The statement that writes the manifests, to be left out where only the constructs are wanted. */
  readonly synth: Statement;
  readonly app: Variable;
  readonly questions: Questions;
  /** The edges that became calls. */
  readonly declared: readonly Edge[];
}

/**
 * Writes what was observed as an app in which exactly that is possible.
 *
 * @param sources what was read, in words
 */
export function defineApp(traffic: Traffic, sources: readonly string[]): AppDefinition {
  return new AppWriter(traffic).write(sources);
}

class AppWriter {
  private readonly file = new SourceFile();
  private readonly questions = new Questions();
  private readonly declarable: Declarable;
  private readonly handles = new Map<string, UnitHandles>();
  private readonly namespaces = new Map<string, Variable>();
  private readonly declared: Edge[] = [];

  public constructor(private readonly traffic: Traffic) {
    this.declarable = new Declarable(traffic);
  }

  public write(sources: readonly string[]): AppDefinition {
    const { file, questions, declarable } = this;
    file.comment(`What ${visible(listed(sources, 5))} ${sources.length === 1 ? 'tells' : 'tell'} of who calls whom. What was not seen is not allowed.`);
    file.comment("Lines that begin with 'Question:' ask what the traffic does not tell.");
    file.blank();
    const app = file.declare('app', create(imported('cdk8s', 'App')));
    const platform = gatewayPlatform(declarable.gateways, questions);
    const mesh = {
      ...declarable.trustDomain === 'cluster.local' ? {} : { trustDomain: declarable.trustDomain }, ...platform.code ? { platform: platform.code } : {},
    };
    // No namespace has a slash, or begins with a capital letter.
    if (Object.keys(mesh).length > 0) { file.add(create(ours('Mesh'), app, 'Mesh', mesh)); }
    this.writeUnits(app);
    this.writeCalls();
    this.writeExternal();
    this.writeGateways(platform.nameOf);
    file.blank();
    openQuestions(this.traffic, declarable, questions).forEach(question => file.comment(question));
    file.blank();
    const synth = file.add(invoke(app, 'synth'));
    return { file, synth, app, questions, declared: this.declared };
  }

  private writeUnits(app: Variable): void {
    const { units } = this.declarable;
    const own = units.filter(unit => !isPlatform(unit));
    const writer = new UnitWriter(this.file, this.questions, this.traffic, own);
    const names = new Set(own.map(({ name }) => name));
    for (const [name, members] of [...groupBy(own, ({ namespace }) => namespace)].sort(([a], [b]) => (a < b ? -1 : 1))) {
      this.file.blank();
      const namespace = this.file.declare(names.has(name) ? `${name} namespace` : name, create(ours('SecureNamespace'), app, name));
      this.namespaces.set(name, namespace);
      for (const unit of [...members].sort((a, b) => (a.name < b.name ? -1 : 1))) {
        this.handles.set(keyOfUnit(unit), writer.write(unit, this.declarable.portsOf(unit), namespace));
      }
    }
    this.file.blank();
    for (const unit of units.filter(isPlatform)) {
      const variable = writeReference(this.file, this.questions, app, unit, this.declarable.portsOf(unit));
      this.handles.set(keyOfUnit(unit), { unit: variable, versions: new Map(unit.versions.map(({ workload }) => [workload.key, variable])) });
    }
  }

  private writeCalls(): void {
    this.file.blank();
    const edges = this.traffic.edges.filter(isUnitEdge).filter(({ caller, target }) =>
      caller.edge === undefined && this.handles.has(keyOfUnit(this.declarable.unitOf.get(caller.key)!)) && this.handles.has(keyOfUnit(target.unit)));
    const byPair = groupBy(edges, ({ caller, target }) => `${keyOfUnit(this.declarable.unitOf.get(caller.key)!)} ${keyOfUnit(target.unit)}`);
    for (const [, pair] of [...byPair].sort(([a], [b]) => (a < b ? -1 : 1))) { this.writePair(pair as readonly UnitEdge[]); }
  }

  /** All that one application calls of another: said once where all of its versions call the same. */
  private writePair(pair: readonly UnitEdge[]): void {
    const [{ caller: { key: first }, target: { unit } }] = pair;
    const caller = this.declarable.unitOf.get(first)!;
    const handles = this.handles.get(keyOfUnit(caller))!;
    const ports = this.declarable.portsOf(unit);
    const calls = [...groupBy(pair, edge => edge.caller!.key)].map(([key, edges]) => {
      // What was answered and is no call is asked about elsewhere.
      const own = edges.filter(edge => this.declarable.isCall(edge) || edge.answered === 0);
      return { from: handles.versions.get(key)!, ...writeCalls(own, ports, `${key} to ${keyOfUnit(unit)}`, this.questions) };
    });
    this.declared.push(...pair.filter(edge => this.declarable.isCall(edge)));
    const [one] = calls;
    const isSame = calls.length > 1 && calls.length === caller.versions.length
      && calls.every(({ key, comments }) => key === one.key && comments.join() === one.comments.join());
    const joined = { ...one, from: handles.unit, templates: joinedTemplates(calls.map(({ templates }) => templates)) };
    for (const written of isSame ? [joined] : calls) {
      const comment = commentOf(written);
      if (written.calls.length > 0) {
        this.file.add(invoke(callsOf(written.from), 'to', this.handles.get(keyOfUnit(unit))!.unit, ...written.calls), comment);
      } else if (comment !== undefined) {
        this.file.comment(`${keyOfUnit(caller)} to ${keyOfUnit(unit)}:\n${comment}`);
      }
    }
  }

  private writeExternal(): void {
    const edges = this.traffic.edges.filter(({ caller, target }) =>
      target.kind === 'host' && caller !== undefined && caller.edge === undefined && this.namespaces.has(caller.namespace));
    const byHost = groupBy(edges.filter(edge => this.declarable.isCall(edge)), ({ caller, target }) => `${caller!.namespace} ${(target as { readonly host: string }).host}`);
    for (const [, list] of [...byHost].sort(([a], [b]) => (a < b ? -1 : 1))) {
      this.file.blank();
      const [{ caller, target }] = list;
      const { host } = target as { readonly host: string };
      const { variable, calls } = writeExternalService(this.file, this.questions, this.namespaces.get(caller!.namespace)!, host, list);
      for (const [key, own] of groupBy(list, edge => edge.caller!.key)) {
        const from = this.handles.get(keyOfUnit(this.declarable.unitOf.get(key)!))!.versions.get(key)!;
        const requests = sortedUnique(own.flatMap(edge => [...edge.requests.values()].map(({ method, path }) => `${method} ${path}`)));
        this.file.add(invoke(callsOf(from), 'to', variable, ...own.map(calls)),
          requests.length === 0 ? undefined : `Seen: ${visible(listed(requests, 5))}. An EgressGateway could hold it to that.`);
        this.declared.push(...own);
      }
    }
    for (const { caller, target, refused, reasons } of edges.filter(edge => edge.answered === 0)) {
      const { host } = target as { readonly host: string };
      this.file.comment(this.questions.ask(refused > 0 ? 'refused' : 'failed', `${caller!.key} to ${host}`,
        `may ${caller!.key} call ${host}? It tried, and got no answer (${[...reasons].sort().join(', ')}).`));
    }
  }

  private writeGateways(nameOf: ReturnType<typeof gatewayPlatform>['nameOf']): void {
    const callees = new Map([...this.handles].map(([key, { unit }]) => [key, unit]));
    const writer = new GatewayWriter(this.file, this.questions, this.namespaces, callees, this.declarable);
    for (const gateway of this.declarable.gateways) {
      this.file.blank();
      const edges = this.traffic.edges.filter(isUnitEdge).filter(({ caller, target }) =>
        caller.key === gateway.key && callees.has(keyOfUnit(target.unit)) && !isPlatform(target.unit));
      this.declared.push(...writer.write(gateway, nameOf(gateway), edges));
    }
  }
}

function callsOf(from: Variable): Code {
  return member(from, 'calls');
}
