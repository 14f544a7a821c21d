/**
 * Compiles all tests at once into a folder. Loading TypeScript in each test's process costs 0.3 s a file; this costs
 * that much once. Every test file keeps a process of its own, what they share is in common chunks.
 */
import { readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import * as esbuild from 'esbuild';

/** Returns the compiled files, in the order of `files`. */
export async function bundleTests(root, files, directory) {
  try {
    await esbuild.build({
      absWorkingDir: root,
      entryPoints: files,
      outdir: directory,
      outbase: root,
      bundle: true,
      splitting: true,
      format: 'esm',
      platform: 'node',
      target: 'node20',
      packages: 'external',
      sourcemap: true,
      // Node reads the sources' text from disk when it needs it.
      sourcesContent: false,
      logLevel: 'silent',
      define: {
        'import.meta.url': '__source.url',
        'import.meta.filename': '__source.filename',
        'import.meta.dirname': '__source.dirname',
      },
      plugins: [keepOwnPlace],
    });
  } catch (error) {
    throw new Error(`the tests could not be compiled:\n${describe(error)}`);
  }
  return files.map((file) => join(directory, relative(root, file).replace(/\.ts$/, '.js')));
}

/** `import.meta` goes on naming the source's own place: tests and sources find files beside them by it. */
const keepOwnPlace = {
  name: 'keep-own-place',
  setup({ onLoad }) {
    onLoad({ filter: /\.ts$/ }, ({ path }) => {
      const source = readFileSync(path, 'utf8');
      if (!source.includes('import.meta.')) return undefined;
      const place = { url: pathToFileURL(path).href, filename: path, dirname: dirname(path) };
      // On the first line, so that line numbers stay.
      return { contents: `const __source = ${JSON.stringify(place)};${source}`, loader: 'ts' };
    });
  },
};

function describe(error) {
  return (error.errors ?? [{ text: String(error) }])
    .map(({ location, text }) =>
      location ? `${location.file}:${location.line}:${location.column + 1}: ${text}` : text,
    )
    .join('\n');
}
