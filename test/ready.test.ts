/**
 * scripts/ready.mjs and bin/specshark.js, in a copy of this checkout with a `npm` of its own: nothing is downloaded.
 */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { after, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';

const CHECKOUT = fileURLToPath(new URL('..', import.meta.url));
const COPIED = ['package.json', 'package-lock.json', 'tsconfig.json', '.npmrc', 'bin', 'scripts'];

const scratch = realpathSync(mkdtempSync(join(tmpdir(), 'specshark-ready-')));
after(() => rmSync(scratch, { recursive: true, force: true }));
let copies = 0;

interface Run {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** A checkout with one small source, which prints `text`, and the dependencies of the real one. */
class Copy {
  readonly root = join(scratch, `copy ${++copies}`);
  readonly #npmCalls = join(this.root, 'npm-calls');

  constructor() {
    for (const name of COPIED) cpSync(join(CHECKOUT, name), this.path(name), { recursive: true });
    mkdirSync(this.path('src/cli'), { recursive: true });
    this.writeMain('one');
    linkDependencies(this.path('node_modules'));
    this.#fakeNpm();
  }

  path(name: string): string {
    return join(this.root, name);
  }

  writeMain(text: string): void {
    writeFileSync(this.path('src/cli/main.ts'), `process.stdout.write(${JSON.stringify(text)} satisfies string);\n`);
  }

  ready(...args: string[]): Promise<Run> {
    return this.run(this.path('scripts/ready.mjs'), ...args);
  }

  run(script: string, ...args: string[]): Promise<Run> {
    const env: NodeJS.ProcessEnv = { ...process.env, PATH: `${this.path('fake')}${delimiter}${process.env.PATH}` };
    // This test runs under Node's test runner, which would have its children report to it.
    delete env.NODE_TEST_CONTEXT;
    return new Promise((done, failed) => {
      const child = spawn(process.execPath, [script, ...args], {
        cwd: scratch,
        env,
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      let stdout = '';
      let stderr = '';
      child.stdout.on('data', (chunk) => {
        stdout += chunk;
      });
      child.stderr.on('data', (chunk) => {
        stderr += chunk;
      });
      child.on('error', failed);
      child.on('close', (code) => done({ code, stdout, stderr }));
    });
  }

  builtAt(): number {
    return statSync(this.path('dist/specshark.cjs')).mtimeMs;
  }

  npmCalls(): string[] {
    return existsSync(this.#npmCalls) ? readFileSync(this.#npmCalls, 'utf8').trim().split('\n') : [];
  }

  /** What the fake npm does besides writing down how it was called. */
  npmDoes(script: string): void {
    writeFileSync(this.path('npm-does.sh'), script);
  }

  editLockfile(edit: (packages: Record<string, Record<string, unknown>>) => void): void {
    const file = this.path('package-lock.json');
    const lockfile = JSON.parse(readFileSync(file, 'utf8'));
    edit(lockfile.packages);
    writeFileSync(file, JSON.stringify(lockfile));
  }

  #fakeNpm(): void {
    mkdirSync(this.path('fake'));
    this.npmDoes('');
    writeFileSync(
      this.path('fake/npm'),
      `#!/bin/sh\necho "$@" >>"${this.#npmCalls}"\necho noise\n. "${this.path('npm-does.sh')}"\n`,
    );
    chmodSync(this.path('fake/npm'), 0o755);
  }
}

/** Each package is a link to the real one; only what ready.mjs writes into node_modules is the copy's own. */
function linkDependencies(nodeModules: string): void {
  const real = join(CHECKOUT, 'node_modules');
  mkdirSync(nodeModules);
  for (const name of readdirSync(real)) {
    if (name === '.package-lock.json') cpSync(join(real, name), join(nodeModules, name));
    else if (!name.startsWith('.')) symlinkSync(join(real, name), join(nodeModules, name));
  }
}

function assertReady(run: Run): void {
  assert.equal(run.stderr.replace(/^specshark: (building|installing dependencies)\n/gm, ''), '');
  assert.equal(run.stdout, '');
  assert.equal(run.code, 0);
}

function assertFailed(run: Run, line: RegExp): void {
  const lines = run.stderr.trimEnd().split('\n');
  const told = lines.filter((text) => !/^specshark: (building|installing dependencies)$/.test(text));
  assert.equal(told.length, 1, run.stderr);
  assert.match(told[0]!, line);
  assert.equal(run.stdout, '');
  assert.equal(run.code, 2);
}

describe('scripts/ready.mjs: the bundle', { concurrency: true }, () => {
  test('is built from this checkout as it is', async () => {
    const copy = new Copy();
    rmSync(copy.path('src'), { recursive: true });
    for (const name of ['src', 'dissectors']) {
      if (existsSync(join(CHECKOUT, name))) cpSync(join(CHECKOUT, name), copy.path(name), { recursive: true });
    }
    assertReady(await copy.ready());
    const version = await copy.run(copy.path('bin/specshark.js'), '--version');
    assert.equal(version.stderr, '');
    assert.match(version.stdout, /0\.1\.0/);
    assert.equal(version.code, 0);
  });

  test('is built when missing, and left alone while nothing changes', async () => {
    const copy = new Copy();
    assertReady(await copy.ready());
    const built = copy.builtAt();

    const again = await copy.ready();
    assert.deepEqual(again, { code: 0, stdout: '', stderr: '' });
    assert.equal(copy.builtAt(), built);
    assert.deepEqual(copy.npmCalls(), []);
  });

  test('is built again when a source was changed, added or removed', async () => {
    const copy = new Copy();
    await copy.ready();

    copy.writeMain('two!');
    assertReady(await copy.ready());
    assert.equal((await copy.run(copy.path('dist/specshark.cjs'))).stdout, 'two!');

    for (const change of [
      () => writeFileSync(copy.path('src/cli/other.ts'), ''),
      () => rmSync(copy.path('src/cli/other.ts')),
      () => {
        mkdirSync(copy.path('dissectors/x'), { recursive: true });
        writeFileSync(copy.path('dissectors/x/x.txt'), 'a file');
      },
    ]) {
      change();
      assert.match((await copy.ready()).stderr, /^specshark: building\n$/);
      assert.equal((await copy.ready()).stderr, '');
    }
  });

  test('is built again when asked for', async () => {
    const copy = new Copy();
    await copy.ready();
    assert.match((await copy.ready('--rebuild')).stderr, /^specshark: building\n$/);
  });

  test('takes along the files that sources name beside them', async () => {
    const copy = new Copy();
    mkdirSync(copy.path('dissectors/x'), { recursive: true });
    writeFileSync(copy.path('dissectors/x/x.txt'), 'a file');
    writeFileSync(
      copy.path('dissectors/x/protocol.ts'),
      "import { readFileSync } from 'node:fs';\n" +
        "export const idl = (): string => readFileSync(new URL('./x.txt', import.meta.url), 'utf8');\n",
    );
    writeFileSync(
      copy.path('src/cli/main.ts'),
      "void import('../../dissectors/x/protocol.ts').then(({ idl }) => process.stdout.write(idl()));\n",
    );
    await copy.ready();
    rmSync(copy.path('dissectors'), { recursive: true });
    assert.equal((await copy.run(copy.path('dist/specshark.cjs'))).stdout, 'a file');
  });

  test('that cannot be built is one line and exit code 2, and the one before stays', async () => {
    const copy = new Copy();
    await copy.ready();
    writeFileSync(copy.path('src/cli/main.ts'), "import './gone.ts';\nimport './gone-too.ts';\n");
    assertFailed(
      await copy.ready(),
      /^specshark: build failed: src\/cli\/main\.ts:1:\d+: .*gone\.ts.* \(and 1 more\)$/,
    );
    assertFailed(await copy.ready(), /build failed/);
    assert.equal((await copy.run(copy.path('dist/specshark.cjs'))).stdout, 'one');

    copy.writeMain('mended');
    assertReady(await copy.ready());
  });
});

describe('scripts/ready.mjs: several at once', { concurrency: true }, () => {
  test('wait for each other, and one of them does the work', async () => {
    const copy = new Copy();
    const runs = await Promise.all([copy.ready(), copy.ready(), copy.ready()]);
    runs.forEach(assertReady);
    assert.equal(runs.filter((run) => run.stderr.includes('building')).length, 1);
    assert.deepEqual(
      readdirSync(copy.path('dist')).filter((name) => name.startsWith('.lock')),
      [],
    );
  });

  test('do not wait for one that is dead', async () => {
    const copy = new Copy();
    mkdirSync(copy.path('dist/.lock'), { recursive: true });
    // Above the largest process id that Linux gives.
    writeFileSync(copy.path('dist/.lock/owner'), '4194305 1');
    const runs = await Promise.all([copy.ready(), copy.ready(), copy.ready()]);
    runs.forEach(assertReady);
    assert.equal(runs.filter((run) => run.stderr.includes('building')).length, 1);
  });

  test('do not wait for a process that was given the id of a dead one', {
    skip: !existsSync('/proc/self/stat'),
  }, async () => {
    const copy = new Copy();
    mkdirSync(copy.path('dist/.lock'), { recursive: true });
    writeFileSync(copy.path('dist/.lock/owner'), `${process.pid} 1`);
    assertReady(await copy.ready());
  });
});

describe('scripts/ready.mjs: the dependencies', { concurrency: true }, () => {
  test('are not installed again when an optional package is missing', async () => {
    const copy = new Copy();
    copy.editLockfile((packages) => {
      packages['node_modules/left-out'] = { version: '1.0.0', optional: true };
    });
    assertReady(await copy.ready());
    assert.deepEqual(copy.npmCalls(), []);
  });

  test('are installed from the lockfile, once, when a package is missing', async () => {
    const copy = new Copy();
    rmSync(copy.path('node_modules/chalk'));
    copy.npmDoes(`ln -s "${join(CHECKOUT, 'node_modules/chalk')}" "${copy.path('node_modules/chalk')}"`);
    assertReady(await copy.ready());
    assertReady(await copy.ready());
    assert.deepEqual(copy.npmCalls(), ['ci --include=dev --loglevel=error']);
  });

  test('are installed when the lockfile asks for another version', async () => {
    const copy = new Copy();
    copy.editLockfile((packages) => {
      packages['node_modules/chalk']!.version = '18.99.0';
    });
    copy.npmDoes(`cp "${copy.path('package-lock.json')}" "${copy.path('node_modules/.package-lock.json')}"`);
    assertReady(await copy.ready());
    assertReady(await copy.ready());
    assert.equal(copy.npmCalls().length, 1);
  });

  test('are installed when they were made for another Node', async () => {
    const copy = new Copy();
    await copy.ready();
    writeFileSync(copy.path('node_modules/.specshark/platform'), 'linux-x64-1');
    assertReady(await copy.ready());
    assertReady(await copy.ready());
    assert.equal(copy.npmCalls().length, 1);
  });

  test('that cannot be installed are one line and exit code 2', async () => {
    const copy = new Copy();
    rmSync(copy.path('node_modules'), { recursive: true });
    copy.npmDoes('echo "npm error code E404" >&2; echo "npm error Not found: it" >&2; exit 1');
    assertFailed(await copy.ready(), /^specshark: npm ci failed: Not found: it$/);
    assert.equal(existsSync(copy.path('dist/.lock')), false);
  });
});

describe('bin/specshark.js', { concurrency: true }, () => {
  test('builds what is missing, then starts; later it only starts', async () => {
    const copy = new Copy();
    const first = await copy.run(copy.path('bin/specshark.js'));
    assert.deepEqual(first, { code: 0, stdout: 'one', stderr: 'specshark: building\n' });
    const built = copy.builtAt();

    copy.writeMain('not built');
    const second = await copy.run(copy.path('bin/specshark.js'));
    assert.deepEqual(second, { code: 0, stdout: 'one', stderr: '' });
    assert.equal(copy.builtAt(), built);
  });

  test('works through a link', async () => {
    const copy = new Copy();
    const link = copy.path('fake/specshark');
    symlinkSync('../bin/specshark.js', link);
    assert.equal((await copy.run(link)).stdout, 'one');
  });

  test('ends with 2 when nothing can be built', async () => {
    const copy = new Copy();
    writeFileSync(copy.path('src/cli/main.ts'), 'this is no program');
    assertFailed(await copy.run(copy.path('bin/specshark.js')), /build failed: src\/cli\/main\.ts:1:\d+: /);
  });
});
