/**
 * Bundles src/cli/main.ts into dist/. Starting quickly is a feature: what every start needs is one file,
 * what `import()` asks for later is a chunk of its own.
 */
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import * as esbuild from 'esbuild';
import { Failure } from './ready/failure.mjs';

/** Packages in CommonJS ask for Node's modules by require, which an ES module lacks. */
const REQUIRE =
  "import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);";

/** A program that was started before this build may still ask for its chunks. */
const KEEP_OLD_MS = 60 * 60 * 1000;

export async function build(root) {
  const dist = join(root, 'dist');
  let result;
  try {
    result = await esbuild.build({
      absWorkingDir: root,
      entryPoints: { specshark: 'src/cli/main.ts', ...workers(root) },
      outdir: 'dist',
      bundle: true,
      splitting: true,
      format: 'esm',
      platform: 'node',
      target: 'node20',
      charset: 'utf8',
      // Starts as quickly as with short names, and a stack trace stays readable.
      minifyWhitespace: true,
      minifySyntax: true,
      legalComments: 'none',
      external: ['cap'],
      chunkNames: 'chunk-[hash]',
      assetNames: 'asset-[hash]',
      banner: { js: REQUIRE },
      logLevel: 'silent',
      write: false,
      plugins: [filesBesideSources(root)],
    });
  } catch (error) {
    throw new Failure(`build failed: ${firstError(error)}`);
  }

  mkdirSync(dist, { recursive: true });
  // The entry comes last and in one step, so that whoever starts meanwhile finds all its chunks.
  const isEntry = (file) => !/^(chunk|asset)-/.test(basename(file.path));
  const files = result.outputFiles.sort((a, b) => isEntry(a) - isEntry(b));
  for (const file of files) {
    const temporary = `${file.path}.${process.pid}`;
    writeFileSync(temporary, file.contents);
    renameSync(temporary, file.path);
  }
  removeOld(dist, new Set(files.map((file) => basename(file.path))));
  return result;
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
