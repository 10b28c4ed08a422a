import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const ROOT = resolve(__dirname, '../..');
const text = (file: string) => readFileSync(join(ROOT, file), 'utf8');
const PAGE = text('docs/languages.md');
const { jsii: { targets }, peerDependencies, devDependencies } = JSON.parse(text('package.json'));

const blocks = (language: string) => [...PAGE.matchAll(new RegExp(`^\`\`\`${language}\n([\\s\\S]*?)^\`\`\`$`, 'gm'))].map(([, block]) => block);

// These are compiled, run and compared by `npm run languages`.
test.each([
  ['python', 'examples/languages/python/main.py'],
  ['java', 'examples/languages/java/src/main/java/bookinfo/Main.java'],
  ['go', 'examples/languages/go/main.go'],
  ['ts', 'examples/languages/main.ts'],
])('the page shows the app in %s as it is in %s', (language, file) => {
  expect(blocks(language)).toEqual([text(file)]);
});

test('the page names the packages as they are published', () => {
  const { python, java, go, dotnet } = targets;
  for (const row of [
    `| Python | \`${python.distName}\` of PyPI | \`${python.module}\` |`,
    `| Java | \`${java.maven.groupId}:${java.maven.artifactId}\` of Maven Central | \`${java.package}\` |`,
    `| Go | \`${go.moduleName}/${go.packageName}\` | \`${go.packageName}\` |`,
    `| .NET | \`${dotnet.packageId}\` of NuGet | \`${dotnet.namespace}\` |`,
  ]) {
    expect(PAGE).toContain(row);
  }
  expect(text('examples/languages/python/main.py')).toContain(`from ${targets.python.module} import`);
  expect(text('examples/languages/java/src/main/java/bookinfo/Main.java')).toContain(`import ${targets.java.package}.`);
  expect(text('examples/languages/java/pom.xml')).toContain(`<groupId>${targets.java.maven.groupId}</groupId>`);
  expect(text('examples/languages/go/main.go')).toContain(`"${targets.go.moduleName}/${targets.go.packageName}"`);
});

test('versions of others that the page and the examples name are those that the package asks for', () => {
  expect(peerDependencies).toMatchObject({ 'cdk8s': `^${devDependencies.cdk8s}`, 'cdk8s-plus-27': `^${devDependencies['cdk8s-plus-27']}` });
  expect(PAGE).toContain(`the package asks for ${devDependencies.cdk8s} and ${devDependencies['cdk8s-plus-27']}`);
  expect(text('examples/languages/go/go.mod')).toContain(`cdk8s/v2 v${devDependencies.cdk8s}\n`);
});

test('the number of tests of the API in Python is that which the page tells', () => {
  const tests = text('conformance/languages/test_python.py').match(/^ {4}def test_/gm) ?? [];
  expect(PAGE).toContain(`${tests.length} tests of the API besides`);
});

test('what checks the other languages is sound shell', () => {
  for (const file of ['run', 'python', 'go', 'java', 'dotnet']) {
    expect(() => execFileSync('bash', ['-n', join(ROOT, `conformance/languages/${file}.sh`)])).not.toThrow();
  }
});
