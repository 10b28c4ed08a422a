// Writes API.md from the jsii assembly: every exported type with its members, one line each, inherited members of other
// packages left out. The stock generator needs many times the length for the same.
import { readFileSync, writeFileSync } from 'node:fs';

const assembly = JSON.parse(readFileSync('.jsii', 'utf8'));
const types = Object.values(assembly.types);
const own = `${assembly.name}.`;

const oneLine = text => text.replace(/\s*\n\s*/g, ' ').replace(/\|/g, '\\|').trim();
const anchor = name => name.toLowerCase();

function typeName(type) {
  if (!type) {
    return 'void';
  }
  if (type.primitive) {
    return type.primitive;
  }
  if (type.collection) {
    const element = typeName(type.collection.elementtype);
    return type.collection.kind === 'array' ? `${element}[]` : `{ [key]: ${element} }`;
  }
  if (type.union) {
    return type.union.types.map(typeName).join(' \\| ');
  }
  const name = type.fqn.split('.').pop();
  return type.fqn.startsWith(own) ? `[${name}](#${anchor(name)})` : name;
}

function describe(docs = {}, isProp = false) {
  const parts = [docs.summary, docs.remarks].filter(Boolean).map(oneLine);
  if (isProp) {
    parts.push(docs.default ? `*Default:* ${oneLine(docs.default).replace(/^- /, '')}.` : '');
  }
  return parts.filter(Boolean).join(' ').replace(/\.\.$/, '.');
}

function signature(method) {
  const parameters = (method.parameters ?? []).map(parameter =>
    `${parameter.variadic ? '...' : ''}${parameter.name}${parameter.optional ? '?' : ''}: ${typeName(parameter.type)}${parameter.variadic ? '[]' : ''}`);
  return `${parameters.join(', ')}`;
}

const inherited = (type, member) => type.interfaces?.length && /^@see \w+\./.test(member.docs?.summary ?? '');

function* members(type) {
  const statics = (type.methods ?? []).filter(method => method.static);
  const methods = (type.methods ?? []).filter(method => !method.static && !inherited(type, method));
  const properties = (type.properties ?? []).filter(property => !property.static);
  const constants = (type.properties ?? []).filter(property => property.static);
  const struct = type.datatype;
  const rows = [
    ...properties.map(property => [
      `\`${property.name}${property.optional ? '?' : ''}\``, typeName(property.type), describe(property.docs, struct),
    ]),
    ...constants.map(property => [`\`${type.name}.${property.name}\``, typeName(property.type), describe(property.docs)]),
    ...statics.map(method => [`\`${type.name}.${method.name}\`(${signature(method)})`, typeName(method.returns?.type), describe(method.docs)]),
    ...methods.map(method => [`\`${method.name}\`(${signature(method)})`, typeName(method.returns?.type), describe(method.docs)]),
    ...(type.members ?? []).map(member => [`\`${member.name}\``, '', describe(member.docs)]),
  ];
  if (rows.length > 0) {
    yield '';
    yield type.kind === 'enum' ? '| value | | |' : '| member | type | |';
    yield '|---|---|---|';
    for (const row of rows) {
      yield `| ${row.join(' | ')} |`;
    }
  }
}

function* section(type) {
  yield '';
  yield `### ${type.name}`;
  yield '';
  const base = type.base ? ` extends ${typeName({ fqn: type.base })}` : '';
  const interfaces = (type.interfaces ?? []).map(fqn => typeName({ fqn }));
  const relation = type.kind === 'class' && interfaces.length > 0 ? ` implements ${interfaces.join(', ')}`
    : interfaces.length > 0 ? ` extends ${interfaces.join(', ')}` : '';
  if (type.initializer?.parameters?.length) {
    yield `\`new ${type.name}\`(${signature(type.initializer)})${base}${relation}`;
    yield '';
  } else if (base || relation) {
    yield `*${base}${relation}*`.replace('* ', '*');
    yield '';
  }
  // What jsii takes for a summary may end inside of a sentence.
  const summary = type.docs?.summary ?? '';
  const text = [summary, type.docs?.remarks].filter(Boolean).join(/[.?!]$/.test(summary) ? '\n\n' : ' ');
  if (text) {
    yield text;
  }
  if (type.docs?.see) {
    yield '';
    yield `See <${type.docs.see}>.`;
  }
  yield* members(type);
}

// A construct's props stand beside it, what they refer to after all constructs.
const isConstruct = type => {
  for (let at = type; at; at = assembly.types[at.base]) {
    if (['constructs.Construct', 'cdk8s.Chart'].includes(at.base)) {
      return true;
    }
  }
  return false;
};
const byName = list => [...list].sort((a, b) => (a.name < b.name ? -1 : 1));
const constructs = byName(types.filter(isConstruct)).flatMap(type => [type, ...types.filter(other => other.name === `${type.name}Props`)]);
const rest = types.filter(type => !constructs.includes(type));
const groups = [
  ['Constructs and their props', constructs],
  ['Values', byName(rest.filter(type => type.kind === 'class'))],
  ['Roles', byName(rest.filter(type => type.kind === 'interface' && !type.datatype))],
  ['Structs', byName(rest.filter(type => type.datatype))],
  ['Enums', byName(rest.filter(type => type.kind === 'enum'))],
];

const lines = [
  '# API',
  '',
  `Everything that \`${assembly.name}\` exports. Generated from the compiled library by \`npx projen docgen\`; members that come from`,
  '`cdk8s` and `constructs` are left out.',
];
for (const [title, group] of groups) {
  lines.push('', `## ${title}`, '', group.map(type => `[${type.name}](#${anchor(type.name)})`).join(' · '));
  for (const type of group) {
    lines.push(...section(type));
  }
}
writeFileSync('API.md', `${lines.join('\n')}\n`);
