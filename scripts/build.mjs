/**
 * Bundles the program into dist/. Starting quickly is a feature: the program is one script, and V8's own cache of its
 * compiled code lies beside it (`build/starter.cjs` loads both). Programs of threads are modules in chunks.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as esbuild from 'esbuild';
import { Failure } from './ready/failure.mjs';

/** What stands around a script that is a CommonJS module; `import.meta.url` is a variable there. */
const MODULE = {
  banner: {
    js: '(function(exports,require,module,__filename,__dirname){const __url=require("node:url").pathToFileURL(__filename).href;',
  },
  footer: { js: '})' },
  define: { 'import.meta.url': '__url' },
  // A script that comes out of V8's cache cannot import.
  supported: { 'dynamic-import': false },
};

/** Packages in CommonJS ask for Node's modules by require, which an ES module lacks. */
const REQUIRE =
  "import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);";

/** A program that was started before this build may still ask for its chunks. */
const KEEP_OLD_MS = 60 * 60 * 1000;

export async function build(root) {
  const dist = join(root, 'dist');
  const common = {
    absWorkingDir: root,
    outdir: 'dist',
    bundle: true,
    platform: 'node',
    target: 'node20',
    // V8 keeps and reads a source of one byte a character in half the time.
    charset: 'ascii',
    // Starts as quickly as with short names, and a stack trace stays readable.
    minifyWhitespace: true,
    minifySyntax: true,
    legalComments: 'none',
    external: ['cap'],
    chunkNames: 'chunk-[hash]',
    assetNames: 'asset-[hash]',
    logLevel: 'silent',
    write: false,
    plugins: [filesBesideSources(root)],
  };
  const threads = { ...common, format: 'esm', splitting: true, banner: { js: REQUIRE }, entryPoints: workers(root) };
  const program = {
    ...common,
    ...MODULE,
    format: 'cjs',
    entryPoints: ['src/cli/main.ts'],
    entryNames: 'program-[hash]',
  };
  let files;
  try {
    files = (await Promise.all([esbuild.build(threads), esbuild.build(program)])).flatMap((it) => it.outputFiles);
  } catch (error) {
    throw new Failure(`build failed: ${firstError(error)}`);
  }

  mkdirSync(dist, { recursive: true });
  const name = basename(files.find(({ path }) => basename(path).startsWith('program-')).path);
  const starter = readFileSync(new URL('./build/starter.cjs', import.meta.url), 'utf8').replace('PROGRAM', name);
  for (const { path, contents } of files) replace(path, contents);
  compile(root, join(dist, name));
  // The entry comes last and in one step, so that whoever starts meanwhile finds all the rest.
  replace(join(dist, 'specshark.cjs'), starter);
  removeOld(dist, new Set(['specshark.cjs', `${name}.cache`, ...files.map(({ path }) => basename(path))]));
}

function replace(path, contents) {
  const temporary = `${path}.${process.pid}`;
  writeFileSync(temporary, contents);
  renameSync(temporary, path);
}

/** Runs the program once, for V8's cache of what a run compiles. Without it the program starts more slowly, and that is all. */
function compile(root, program) {
  const samples = join(root, 'samples');
  const sample = existsSync(samples) ? readdirSync(samples).find((it) => it.endsWith('.pcap')) : undefined;
  if (!sample) return;
  const script = fileURLToPath(new URL('./build/compile.mjs', import.meta.url));
  spawnSync(process.execPath, [script, program, 'read', join(samples, sample)], { stdio: 'ignore', timeout: 30_000 });
}

/** Programs of threads and children: they are started by their names, beside the entry. */
const workers = (root) =>
  Object.fromEntries(
    readdirSync(join(root, 'src'), { recursive: true })
      .filter((path) => path.endsWith('.worker.ts'))
      .map((path) => [basename(path, '.ts'), `src/${path}`]),
  );

/**
 * `new URL('./x.idl', import.meta.url)` is how a source names a file beside it. The bundle lies elsewhere, so the file
 * goes along with it; of an IDL file what was read from it, because reading it costs more than all else at the start.
 */
function filesBesideSources(root) {
  let idl;
  const reference = /new URL\(\s*(['"])(\.\.?\/[^'"]+)\1\s*,\s*import\.meta\.url\s*,?\s*\)/g;
  return {
    name: 'files-beside-sources',
    setup({ onLoad }) {
      onLoad({ filter: /[\\/](src|dissectors)[\\/].*\.ts$/ }, ({ path }) => {
        const source = readFileSync(path, 'utf8');
        if (!source.includes('import.meta.url')) return undefined;
        let count = 0;
        const imports = [];
        const contents = source.replace(reference, (_whole, _quote, target) => {
          // A thread's program is an entry of its own; all that is built lies in one folder.
          if (target.endsWith('.worker.ts')) return `new URL('./${basename(target, '.ts')}.js', import.meta.url)`;
          const name = `__file${count++}`;
          imports.push(`import ${name} from ${JSON.stringify(target)} with { type: 'file' };`);
          return `new URL(${name}, import.meta.url)`;
        });
        // After the code, so that line numbers stay; imports are hoisted anyway.
        return { contents: `${contents}\n${imports.join('\n')}`, loader: 'ts', resolveDir: dirname(path) };
      });
      onLoad({ filter: /./, namespace: 'file' }, async ({ path, with: attributes }) => {
        if (attributes.type !== 'file') return undefined;
        if (!path.endsWith('.idl')) return { contents: readFileSync(path), loader: 'file' };
        idl ??= idlReader(root);
        return { contents: (await idl)(path), loader: 'file' };
      });
    },
  };
}

/** Our own reader of IDL, compiled for the build. */
async function idlReader(root) {
  const { outputFiles } = await esbuild.build({
    entryPoints: [join(root, 'src/decode/idl/index.ts')],
    bundle: true,
    format: 'esm',
    platform: 'node',
    write: false,
    logLevel: 'silent',
  });
  const { readIdl } = await import(
    `data:text/javascript;base64,${Buffer.from(outputFiles[0].text).toString('base64')}`
  );
  return (path) => JSON.stringify(readIdl(readFileSync(path, 'utf8'), { file: basename(path) }));
}

function removeOld(dist, current) {
  for (const name of readdirSync(dist)) {
    if (current.has(name) || name.startsWith('.')) continue;
    const path = join(dist, name);
    if (Date.now() - statSync(path).mtimeMs > KEEP_OLD_MS) rmSync(path, { recursive: true, force: true });
  }
}

function firstError(error) {
  const [first] = error.errors ?? [];
  if (!first) return String(error.message ?? error).split('\n')[0];
  const { file, line, column } = first.location ?? {};
  const more = error.errors.length > 1 ? ` (and ${error.errors.length - 1} more)` : '';
  return `${file ? `${relative('.', file) || file}:${line}:${column + 1}: ` : ''}${first.text.split('\n')[0]}${more}`;
}
