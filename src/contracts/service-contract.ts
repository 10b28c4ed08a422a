import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import type { ContractService } from './contract-document';
import type { ReadContract } from './read-contract';
import { readContract } from './read-contract';

/** Which service of a contract is meant. */
export interface ContractServiceOptions {
  /**
   * The service's name.
   * @default - the contract's only service; of several, the one that is called like the construct's id
   */
  readonly service?: string;

  /**
   * The service's namespace.
   * @default - there is only one of this name in the contract
   */
  readonly namespace?: string;
}

/**
 * What another app has said of its services, as `ContractExport` writes it: where they are, who they are, and whom they admit
 * to what. See `ServiceReference.fromContract()`.
 *
 * A contract is a value: mistakes in it are remembered, and reported by the constructs that are made of it.
 */
export class ServiceContract {
  /**
   * The contract in a file, JSON or YAML.
   *
   * @param path where the file is, seen from where the app runs
   */
  public static fromFile(path: string): ServiceContract {
    let text: string;
    try {
      text = readFileSync(path, 'utf8');
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      return new ServiceContract(`'${path}'`, { problems: [code === 'ENOENT' ? 'does not exist; export it there, or name the file that was exported.' : `cannot be opened (${code}); name a file that can be read.`] });
    }
    try {
      return ServiceContract.of(readContract(parse(text)), `'${path}'`);
    } catch (error) {
      return new ServiceContract(`'${path}'`, { problems: [`is neither JSON nor YAML: ${(error as Error).message.split('\n')[0]}; export it again.`] });
    }
  }

  /**
   * A contract that is read already.
   *
   * @param document what the file holds
   */
  public static fromDocument(document: any): ServiceContract {
    return ServiceContract.of(readContract(document), 'that is given');
  }

  /** A contract has a name of its own, which is the same on every machine; only what is none is called by its place. */
  private static of(read: ReadContract, at: string): ServiceContract {
    return new ServiceContract(read.document ? `'${read.document.name}'` : at, read);
  }

  private constructor(private readonly called: string, private readonly read: ReadContract) {}

  /**
   * What messages call it.
   * @internal
   */
  public get _name(): string {
    return `contract ${this.called}`;
  }

  /**
   * One service of it, or what is wrong.
   * @internal
   */
  public _service(id: string, { service, namespace }: ContractServiceOptions): ContractService | string {
    const { document, problems } = this.read;
    if (!document) {
      return `${this._name} ${problems[0]}`;
    }
    const all = document.services;
    const wanted = service ?? (all.length === 1 ? all[0].name : id);
    const found = all.filter(one => one.name === wanted && (namespace === undefined || one.namespace === namespace));
    if (found.length === 1) {
      return found[0];
    }
    return found.length === 0
      ? `${this._name} has no service '${wanted}'${namespace === undefined ? '' : ` of namespace '${namespace}'`}; it has ${all.map(one => `'${one.name}' of '${one.namespace}'`).join(', ') || 'none'}.`
      : `${this._name} has ${found.length} services '${wanted}' (of ${found.map(one => `'${one.namespace}'`).join(', ')}); say which with 'namespace'.`;
  }
}
