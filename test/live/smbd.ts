/** A server that takes messenger messages, in the lab. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Lab } from './lab.ts';

export class MessageServer {
  readonly #lab: Lab;
  readonly #client: string;
  readonly #server: ChildProcess;

  constructor(lab: Lab, folder: string) {
    this.#lab = lab;
    chmodSync(folder, 0o755);
    const places = ['private', 'lock', 'state', 'cache', 'pid', 'ncalrpc', 'log'].map((name) => {
      mkdirSync(join(folder, name));
      const option = name === 'ncalrpc' ? 'ncalrpc dir' : `${name} directory`;
      return name === 'log' ? `log file = ${folder}/log/%m` : `${option} = ${join(folder, name)}`;
    });
    const common = [
      'server role = standalone server',
      'server min protocol = NT1',
      'client min protocol = NT1',
      'interfaces = lo',
      'bind interfaces only = yes',
      'smb ports = 139',
      'load printers = no',
      ...places,
    ].join('\n');
    const config = (name: string, text: string): string => {
      const path = join(folder, `${name}.conf`);
      writeFileSync(path, `[global]\nnetbios name = ${name}\n${text}\n${common}\n`);
      return path;
    };
    const server = config('WORKSTATION', 'map to guest = Bad User\nmessage command = rm -f %s');
    this.#client = config('PRINTSERVER', '');
    // It makes a process group of its own and ends with all of it; its children would keep pipes to us open.
    const [program, words] = lab.inside('smbd', '-s', server, '--foreground');
    this.#server = spawn(program, words, { stdio: 'ignore' });
  }

  async ready(): Promise<void> {
    for (let i = 0; i < 100; i++) {
      if (this.#lab.run('ss', '-Hltn', 'sport = :139').trim() !== '') return;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    throw new Error('smbd does not listen');
  }

  async send(text: string): Promise<void> {
    const words = ['smbclient', '-s', this.#client, '-M', 'WORKSTATION', '-I', '127.0.0.1', '-U', 'PRINTSERVER%'];
    const [program, rest] = this.#lab.inside('sh', '-c', `printf '%s' "$0" | "$@"`, text, ...words);
    const [code] = await once(spawn(program, rest, { stdio: 'ignore' }), 'close');
    if (code !== 0) throw new Error(`smbclient ended with ${code}`);
  }

  end(): void {
    this.#server.kill('SIGTERM');
  }
}
