import type { IdlSchema, Protocol } from '#sdk';
import { idlInterface } from './interface.ts';
import type { RpcInterface } from './keys.ts';

/** The interfaces that calls are routed to, and those that a user describes beside them. */
export class RpcInterfaces {
  readonly #byUuid = new Map<string, RpcInterface[]>();
  /** Those that users described. */
  readonly #described = new Set<RpcInterface>();

  constructor(interfaces: readonly RpcInterface[]) {
    for (const it of interfaces) this.#add(it);
  }

  protocols(): Protocol[] {
    return [...this.#byUuid.values()].flat().map(({ protocol }) => protocol);
  }

  has(uuid: string): boolean {
    return this.#byUuid.has(uuid);
  }

  /** The interface, or another version of it where that one is not known. */
  find(uuid: string, version: number): RpcInterface | undefined {
    const known = this.#byUuid.get(uuid);
    return known?.find((it) => it.version === version) ?? known?.[0];
  }

  /**
   * Takes the interfaces of an IDL text in place of what is known under their UUIDs and versions; names that people know
   * stay. Of two texts that describe one interface each counts for its operations, the later one where both have one.
   * Gives the interfaces with what they stand for.
   */
  describe(schema: IdlSchema): { made: RpcInterface; instead: RpcInterface | undefined }[] {
    return schema.interfaces
      .filter(({ uuid }) => uuid !== '')
      .map(({ uuid, version, name }) => {
        const instead = this.#byUuid.get(uuid)?.find((it) => it.version === version.major);
        const made = idlInterface({
          uuid,
          version: version.major,
          name: instead?.protocol.name ?? name.toLowerCase(),
          label: instead?.label ?? name.toUpperCase(),
          title: instead?.protocol.title ?? name,
          document: instead?.document ?? schema.file,
          idl: schema,
          of: name,
          beside: instead && this.#described.has(instead) ? instead : undefined,
        });
        // What cannot be made is to be told now, with the other errors of the text.
        made.procedure?.(0);
        this.#described.add(made);
        this.#add(made);
        return { made, instead };
      });
  }

  #add(it: RpcInterface): void {
    const others = (this.#byUuid.get(it.uuid) ?? []).filter(({ version }) => version !== it.version);
    this.#byUuid.set(it.uuid, [it, ...others]);
  }
}
