import type { AccessOperation } from '../access/access-operation';
import { AccessProtocol } from '../access/access-operation';

/** An operation in one line: `GET /details/*, host shop.example.com, header x-team a*`. */
export function operationText({ protocol, methods, paths, hosts, conditions = {} }: AccessOperation): string {
  const what = [
    methods === undefined ? protocol === AccessProtocol.HTTP ? paths === undefined ? 'any HTTP' : 'HTTP' : undefined : exceptText(methods, 'method'),
    paths === undefined ? undefined : exceptText(paths, 'path'),
  ].filter(part => part !== undefined).join(' ');
  const further = [...hosts === undefined ? [] : [['host', hosts]], ...Object.entries(conditions)].map(([name, values]) => `${name} ${values}`);
  const plain = protocol === AccessProtocol.TCP ? 'TCP' : 'anything';
  return [what === '' ? plain : what, ...further].join(', ');
}

/** `any except X` needs to say of what. */
function exceptText(values: string, of: string): string {
  return values.replace(/^any except/, `any ${of} except`);
}
