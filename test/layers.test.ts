/**
 * Imports run one way (DESIGN 2). The table says what each folder may import beside itself; a folder that is not in it
 * fails, so that whoever adds one says where it stands.
 */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

interface Place {
  /** Folders it may import. */
  readonly from: readonly string[];
  /** Folders of which it may import types. */
  readonly typesFrom?: readonly string[];
  /** Packages and Node's modules: their names, or * for any. */
  readonly packages?: readonly string[] | '*';
  readonly why: string;
}

const PLACES: Readonly<Record<string, Place>> = {
  'src/bytes': { from: [], why: 'the ground: it imports nothing' },
  'src/model': { from: ['src/bytes'], why: 'the nouns' },
  'src/decode': {
    from: ['src/bytes', 'src/model'],
    why: 'interprets layouts; the printers made from fields live here',
  },
  'src/sdk': {
    from: ['src/bytes', 'src/model', 'src/decode'],
    packages: ['node:fs'],
    why: 're-exports what a dissector may use, and reads the IDL files beside dissectors',
  },
  dissectors: { from: ['src/sdk'], why: 'a dissector imports #sdk and keys of other protocols' },
  'src/capture': {
    from: ['src/bytes', 'src/model'],
    typesFrom: ['src/sdk'],
    packages: '*',
    why: 'where frames come from',
  },
  'src/streams': { from: ['src/bytes', 'src/model'], typesFrom: ['src/sdk'], why: 'conversations and their bytes' },
  'src/filter': {
    from: ['src/bytes', 'src/model', 'src/decode'],
    typesFrom: ['src/sdk'],
    packages: ['re2js'],
    why: 'the display filter; decode, because values are read as they are shown',
  },
  'src/conformance': { from: ['src/bytes', 'src/model'], typesFrom: ['src/sdk'], why: 'runs the rules' },
  'src/stats': { from: ['src/bytes', 'src/model'], typesFrom: ['src/sdk'], why: 'generic tables' },
  'src/engine': {
    from: ['src/bytes', 'src/model', 'src/decode', 'src/streams', 'src/conformance'],
    why: 'is given the registry as a value: it knows no protocol',
  },
  'src/output': {
    from: ['src/bytes', 'src/model', 'src/conformance', 'src/decode'],
    packages: ['node:fs'],
    why: 'one writer a file; decode, because fields are printed by what is made from them there',
  },
  'src/cli': {
    from: [
      'src/bytes',
      'src/model',
      'src/decode',
      'src/capture',
      'src/streams',
      'src/filter',
      'src/conformance',
      'src/stats',
      'src/engine',
      'src/output',
      'dissectors',
    ],
    packages: '*',
    why: 'composes',
  },
  'src/types': { from: [], packages: '*', why: 'declarations of packages that bring none' },
};

/** The lists of all there is. */
const LISTS = /^dissectors\/(index|rules)\.ts$/;
/** Of `dissectors`, what other folders may name: the lists, and a protocol's own keys and views. */
const OPEN_TO_CLI = /^dissectors\/(index|rules|[\w-]+\/(keys|view|views\/[\w-]+))\.ts$/;
/** Of a protocol its keys; and what makes an RPC interface. */
const OPEN_TO_DISSECTORS = /^dissectors\/([\w-]+\/keys|dcerpc\/interface)\.ts$/;

interface Import {
  readonly file: string;
  /** A path from the root, or a package. */
  readonly target: string;
  readonly types: boolean;
}

const filesUnder = (folder: string): string[] =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .sort()
    .map((name) => `${folder}/${name.replaceAll('\\', '/')}`);

function importsOf(file: string): Import[] {
  const text = readFileSync(join(ROOT, file), 'utf8');
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.ES2023, false);
  const found: Import[] = [];
  const add = (specifier: ts.Node | undefined, types: boolean): void => {
    if (!specifier || !ts.isStringLiteral(specifier)) return;
    const { text: name } = specifier;
    const target =
      name === '#sdk' ? 'src/sdk/index.ts' : name.startsWith('.') ? within(join(dirname(file), name)) : name;
    found.push({ file, target, types });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) add(node.moduleSpecifier, node.importClause?.isTypeOnly ?? false);
    else if (ts.isExportDeclaration(node)) add(node.moduleSpecifier, node.isTypeOnly);
    else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) add(node.argument.literal, true);
    else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword)
      add(node.arguments[0], false);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

const within = (path: string): string => relative(ROOT, join(ROOT, path)).replaceAll('\\', '/');
const isPackage = (target: string): boolean =>
  !/^(\.\.|src|dissectors|test|scripts|samples|bin|package\.json)(\/|$)/.test(target);

function placeOf(path: string): string {
  if (path.startsWith('dissectors/')) return 'dissectors';
  return path.split('/').slice(0, 2).join('/');
}

const product = [...filesUnder('src'), ...filesUnder('dissectors')].flatMap(importsOf);

function complaint({ file, target, types }: Import): string | undefined {
  const place = PLACES[placeOf(file)];
  if (!place) return 'its folder is not in the table';
  if (isPackage(target)) {
    const allowed = place.packages === '*' || place.packages?.includes(target);
    return allowed ? undefined : `${placeOf(file)} imports no such package`;
  }
  if (target === 'package.json') return placeOf(file) === 'src/cli' ? undefined : 'only the cli knows the version';
  if (placeOf(file) === 'dissectors' && placeOf(target) === 'dissectors') {
    const [, own] = file.split('/');
    if (LISTS.test(file) || target.split('/')[1] === own) return undefined;
    return OPEN_TO_DISSECTORS.test(target)
      ? undefined
      : 'of another protocol only keys.ts (and dcerpc/interface.ts) may be imported';
  }
  if (placeOf(file) === placeOf(target)) return undefined;
  const open = place.from.includes(placeOf(target)) || (types && place.typesFrom?.includes(placeOf(target)));
  if (!open) return `${placeOf(file)} may import ${place.from.join(', ') || 'nothing'}`;
  if (placeOf(target) === 'dissectors' && !OPEN_TO_CLI.test(target))
    return 'only the lists, keys and views are for others';
  return undefined;
}

describe('imports', () => {
  test('keep to the table', () => {
    const wrong = product.flatMap((it) => {
      const why = complaint(it);
      return why ? [`${it.file} imports ${it.target}: ${why}`] : [];
    });
    assert.deepEqual(wrong, []);
  });

  test('of the product name no test, script or sample', () => {
    const wrong = product.filter(({ target }) => /^(test|scripts|samples)\//.test(target));
    assert.deepEqual(wrong, []);
  });

  test('of scripts name no test, those of sample makers nothing but each other', () => {
    const scripts = filesUnder('scripts').flatMap(importsOf);
    assert.deepEqual(
      scripts.filter(({ target }) => target.startsWith('test/')),
      [],
    );
    const makers = filesUnder('samples').flatMap(importsOf);
    assert.deepEqual(
      makers.filter(({ target }) => !isPackage(target) && !target.startsWith('samples/')),
      [],
    );
  });

  test('never go in circles from folder to folder', () => {
    const folders = edges(
      product.filter(({ file }) => file.startsWith('src/')).map((it) => [placeOf(it.file), placeOf(it.target)]),
    );
    assert.deepEqual(circles(folders), []);
    // Dissectors may know each other's keys, but no file may need, at run time, another one that needs it.
    const files = edges(product.filter(({ types }) => !types).map((it) => [it.file, it.target]));
    const across = circles(files).filter((circle) => new Set(circle.split(' -> ').map(dirname)).size > 1);
    assert.deepEqual(across, []);
  });

  test('know every folder there is', () => {
    const folders = readdirSync(join(ROOT, 'src'), { withFileTypes: true }).map((entry) => `src/${entry.name}`);
    assert.deepEqual(
      folders.filter((folder) => !(folder in PLACES)),
      [],
    );
  });
});

type Graph = ReadonlyMap<string, ReadonlySet<string>>;

function edges(pairs: readonly (readonly [string, string])[]): Graph {
  const graph = new Map<string, Set<string>>();
  for (const [from, to] of pairs) {
    if (from === to || isPackage(to)) continue;
    const targets = graph.get(from) ?? new Set();
    graph.set(from, targets.add(to));
  }
  return graph;
}

/** The first circle through each start that has one, each told once. */
function circles(graph: Graph): string[] {
  const done = new Set<string>();
  const found: string[] = [];
  const walk = (node: string, path: string[]): void => {
    const at = path.indexOf(node);
    if (at >= 0) {
      found.push([...path.slice(at), node].join(' -> '));
      return;
    }
    if (done.has(node)) return;
    for (const next of graph.get(node) ?? []) walk(next, [...path, node]);
    done.add(node);
  };
  for (const node of graph.keys()) walk(node, []);
  return found;
}
