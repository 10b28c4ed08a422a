import type { Question } from './nca';
import { AccessSets } from '../../../src/analysis/access-sets';
import type { Access } from '../../../src/analysis/access-sets';
import { decide } from '../../../src/analysis/decision/decide';
import { findWorkload } from '../../../src/analysis/decision/find-workload';
import { buildModel, type MeshModel, type Workload } from '../../../src/analysis/model';

/** Our answers for manifests of which everything is known: by the decision of one request, and by the sets of all of them. */
export class OurAnswers {
  private readonly model: MeshModel;
  private readonly sets: AccessSets;
  private readonly known = new Map<string, Access>();

  public constructor(objects: readonly object[]) {
    this.model = buildModel(objects.map((object) => ({ object })));
    if (this.model.problems.length > 0) throw new Error(`cannot be read: ${JSON.stringify(this.model.problems)}`);
    this.sets = new AccessSets(this.model);
  }

  /** In words, where the two do not agree or it is not known. */
  public allows(question: Question): boolean | string {
    const { port, method, path } = question;
    const [from, to] = [question.from, question.to].map((end) => this.workload(end));
    const { verdict, reason } = decide(this.model, {
      from: { kind: 'workload', namespace: from.namespace, workload: from.name },
      to: { namespace: to.namespace, workload: to.name },
      port,
      method,
      path,
      headers: new Map(),
    });
    const { space: { algebra: { sets } } } = this.sets;
    const { must, may } = this.access(from, to, port);
    // Whatever host of the callee's: nothing here asks for it. And no header, as no policy asks for one.
    const point = new Map([['method', method], ['path', path], ['host', `${to.name}.${to.namespace}.svc.cluster.local:${port - 8000}`]]);
    const certain = sets.contains(must, point);
    if (certain !== sets.contains(may, point)) return `UNKNOWN by the sets, ${verdict} by the decision: ${reason}`;
    if (verdict === 'UNKNOWN' || certain !== (verdict === 'ALLOW')) return `${certain ? 'ALLOW' : 'DENY'} by the sets, ${verdict} by the decision: ${reason}`;
    return certain;
  }

  private access(from: Workload, to: Workload, port: number): Access {
    const key = `${from.namespace}/${from.name} ${to.namespace}/${to.name} ${port}`;
    const access = this.known.get(key) ?? this.sets.access(from, to, port);
    this.known.set(key, access);
    return access;
  }

  private workload(end: string): Workload {
    const [namespace, name] = end.split('/');
    const found = findWorkload(this.model, namespace, name);
    if ('cause' in found) throw new Error(found.cause);
    return found;
  }
}
